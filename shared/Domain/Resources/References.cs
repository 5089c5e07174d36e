using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Objectives;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Resources;

/// <summary>What resources name each other by, read in both directions: a name must lead somewhere, and what is named cannot be retired.</summary>
public static class References
{
    public static IEnumerable<Reference> Of(Person person) =>
        Named(("/team", "team", person.Team), ("/role", "role", person.Role), ("/manager", "person", person.Manager))
            .Concat(person.Thresholds.Select((threshold, index) => new Reference($"/thresholds/{index}/metric", "metric", threshold.Metric)));

    public static IEnumerable<Reference> Of(Team team) =>
        Named(("/parent", "team", team.Parent), ("/manager", "person", team.Manager));

    public static IEnumerable<Reference> Of(Role role) =>
        role.Accountabilities
            .SelectMany((accountability, index) => Named(($"/accountabilities/{index}/outcomeMetric", "metric", accountability.OutcomeMetric)))
            .Concat(role.Competencies.SelectMany((competency, index) => competency.Metrics.Select((metric, inner) =>
                new Reference($"/competencies/{index}/metrics/{inner}/threshold/metric", "metric", metric.Threshold.Metric))));

    public static IEnumerable<Reference> Of(Metric metric) =>
        Named(("/measure/numerator", "metric", metric.Measure.Numerator), ("/measure/denominator", "metric", metric.Measure.Denominator));

    /// <summary>The metrics that a plan looks at.</summary>
    public static IEnumerable<Reference> Of(Plan plan) =>
        (plan.Components ?? []).SelectMany((component, index) => component is null ? [] : Metrics($"/components/{index}", component).Concat(People($"/components/{index}", component)));

    public static IEnumerable<Reference> Of(PlanAssignment assignment) =>
        Named(("/person", "person", assignment.Person), ("/plan", "plan", assignment.Plan))
            .Concat(assignment.Quotas.SelectMany((quota, index) => Named(($"/quotas/{index}/objective", "objective", quota.Objective))))
            .Concat((assignment.Entered ?? []).Select((entered, index) => new Reference($"/entered/{index}/metric", "metric", entered.Metric)));

    public static IEnumerable<Reference> Of(Objective objective) =>
        Named(("/parent", "objective", objective.Parent), ("/subject", objective.Level, objective.Level is "team" or "person" ? objective.Subject : null));

    /// <summary>A problem for each name that leads nowhere on <paramref name="from"/> or any later day.</summary>
    public static IEnumerable<FieldProblem> Unknown(IEnumerable<Reference> references, Model model, DateOnly from) =>
        references
            .Where(reference => !IsKnown(reference, model, from))
            .Select(reference => new FieldProblem(reference.Pointer, $"there is no {reference.Kind} '{reference.Id}'"));

    /// <summary>
    /// Who names a resource on <paramref name="from"/> or later. Ended assignments and the subjects of objectives are history and do not count.
    /// </summary>
    public static IEnumerable<Referrer> To(string kind, string id, Model model, DateOnly from)
    {
        return Among("person", model.People, Of)
            .Concat(Among("team", model.Teams, Of))
            .Concat(Among("role", model.Roles, Of))
            .Concat(Among("metric", model.Metrics, Of))
            .Concat(Among("plan", model.Plans, Of))
            .Concat(Among("assignment", model.Assignments, assignment => assignment.To <= from ? [] : Of(assignment)))
            .Concat(Among("objective", model.Objectives, objective => Of(objective).Where(reference => reference.Kind == "objective")));

        IEnumerable<Referrer> Among<T>(string own, IReadOnlyDictionary<string, Resource<T>> resources, Func<T, IEnumerable<Reference>> of)
            where T : class =>
            resources.Values
                .Where(resource => own != kind || resource.Id != id)
                .OrderBy(resource => resource.Id, StringComparer.Ordinal)
                .SelectMany(resource => resource.ContentsFrom(from, model.AsOf)
                    .SelectMany(of)
                    .Where(reference => reference.Kind == kind && reference.Id == id)
                    .Take(1)
                    .Select(reference => new Referrer(own, resource.Id, reference.Pointer)));
    }

    private static IEnumerable<Reference> People(string at, PlanComponent component) =>
        (component.CreditRules ?? []).SelectMany((rule, i) => (rule?.People ?? []).Select((person, j) => new Reference($"{at}/creditRules/{i}/people/{j}", "person", person))
            .Concat((rule?.Splits ?? []).Where(split => split?.Person is not null).Select((split, j) => new Reference($"{at}/creditRules/{i}/splits/{j}/person", "person", split.Person))));

    private static IEnumerable<Reference> Metrics(string at, PlanComponent component)
    {
        var named = new List<(string Pointer, string? Metric)> { ($"{at}/table/metric", component.Table?.Metric) };
        named.AddRange((component.ChainedTables ?? []).Select((table, i) => ($"{at}/chainedTables/{i}/metric", table?.Metric)));
        named.AddRange((component.Multipliers ?? []).Select((one, i) => ($"{at}/multipliers/{i}/metric", one?.Metric)));
        named.AddRange((component.Multipliers ?? []).Select((one, i) => ($"{at}/multipliers/{i}/table/metric", one?.Table?.Metric)));
        named.AddRange((component.Gates ?? []).Select((one, i) => ($"{at}/gates/{i}/metric", one?.Metric)));
        named.AddRange((component.Kickers ?? []).Select((one, i) => ($"{at}/kickers/{i}/metric", one?.Metric)));
        named.AddRange((component.Objectives ?? []).Select((one, i) => ($"{at}/objectives/{i}/metric", one?.Metric)));
        return named.Where(name => name.Metric is not null).Select(name => new Reference(name.Pointer, "metric", name.Metric!));
    }

    private static bool IsKnown(Reference reference, Model model, DateOnly from)
    {
        return reference.Kind switch
        {
            "person" => IsIn(model.People),
            "team" => IsIn(model.Teams),
            "role" => IsIn(model.Roles),
            "metric" => IsIn(model.Metrics),
            "plan" => IsIn(model.Plans),
            "objective" => IsIn(model.Objectives),
            _ => false,
        };

        bool IsIn<T>(IReadOnlyDictionary<string, Resource<T>> resources)
            where T : class => resources.GetValueOrDefault(reference.Id)?.ContentsFrom(from, model.AsOf).Any() ?? false;
    }

    private static List<Reference> Named(params ReadOnlySpan<(string Pointer, string Kind, string? Id)> names)
    {
        var found = new List<Reference>(names.Length);
        foreach (var (pointer, kind, id) in names)
        {
            if (id is not null)
            {
                found.Add(new Reference(pointer, kind, id));
            }
        }

        return found;
    }
}
