using SalesPerf.Domain.Resources;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <summary>Whose pay looks at somebody else's credits or pay, and so follows when those change. What looks at the whole company follows with the next run over everybody alone.</summary>
public static class PayReaders
{
    /// <summary>Everybody above the person, in the person's team, or whose plan names the person, on any of the days, and whose plan looks at others; by id.</summary>
    /// <param name="model">The resources.</param>
    /// <param name="person">Whose numbers changed.</param>
    /// <param name="days">Days to look at.</param>
    public static IReadOnlyList<string> Of(Model model, string person, IReadOnlyCollection<DateOnly> days)
    {
        var looking = Looking(model);
        if (looking.Count == 0)
        {
            return [];
        }

        var near = new HashSet<string>(StringComparer.Ordinal);
        foreach (var day in days)
        {
            var open = new Queue<string>([person]);
            while (open.TryDequeue(out var one))
            {
                foreach (var above in model.ManagersAbove(one, day).Where(near.Add))
                {
                    open.Enqueue(above);
                }
            }

            if (model.Person(person, day)?.Team is { } team)
            {
                near.UnionWith(looking.Keys.Where(other => model.Person(other, day)?.Team == team));
            }
        }

        return [.. looking.Where(pair => pair.Key != person && (near.Contains(pair.Key) || pair.Value.Contains(person))).Select(pair => pair.Key).Order(StringComparer.Ordinal)];
    }

    /// <summary>People on a plan that looks at others, with whom it names.</summary>
    private static Dictionary<string, HashSet<string>> Looking(Model model)
    {
        var plans = model.Plans.Values
            .Select(plan => (plan.Id, Components: plan.Versions.SelectMany(version => version.Content?.Components ?? []).ToList()))
            .Where(plan => plan.Components.Exists(IsLooking))
            .ToDictionary(plan => plan.Id, plan => plan.Components.SelectMany(Named).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        var found = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        if (plans.Count == 0)
        {
            return found;
        }

        foreach (var on in model.Assignments.Values.SelectMany(assignment => assignment.Versions).Select(version => version.Content).OfType<PlanAssignment>())
        {
            if (plans.TryGetValue(on.Plan, out var named))
            {
                found[on.Person] = found.TryGetValue(on.Person, out var known) ? [.. known, .. named] : named;
            }
        }

        return found;
    }

    private static bool IsLooking(PlanComponent component) =>
        component.IsOfOthersPay
        || component.CreditRules.Any(rule => rule.CreditOf is not (null or "self") || rule.Splits is { Count: > 0 })
        || component.Table?.SelectorOf == "team"
        || (component.ChainedTables ?? []).Any(table => table.SelectorOf == "team")
        || (component.Multipliers ?? []).Any(multiplier => (multiplier.Table?.SelectorOf ?? multiplier.SelectorOf) == "team");

    private static IEnumerable<string> Named(PlanComponent component) =>
        (component.People ?? []).Concat(component.CreditRules.SelectMany(rule => (rule.People ?? []).Concat((rule.Splits ?? []).Select(split => split.Person))));
}
