using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Objectives;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Settings;
using SalesPerf.Functions.Messages;

namespace SalesPerf.Functions.Resources;

/// <summary>Whose numbers a change of a resource touches: they are nudged. Identities that change hands follow from the person's own commit.</summary>
public static class ResourceFollowOns
{
    /// <param name="before">As stored.</param>
    /// <param name="after">As it will be.</param>
    /// <param name="model">Everything else.</param>
    /// <param name="from">The first day of the change.</param>
    public static IEnumerable<FollowOn> Of<T>(Resource<T> before, Resource<T> after, Model model, DateOnly from)
        where T : class => (before, after) switch
        {
            (_, Resource<Person> person) => [FollowOn.Evaluate(person.Id), FollowOn.Forecast(person.Id)],
            (Resource<PlanAssignment> old, Resource<PlanAssignment> assignment) =>
                old.Versions.Concat(assignment.Versions).Select(version => version.Content?.Person).OfType<string>().Distinct().Select(FollowOn.Forecast),
            (_, Resource<Plan> plan) => Assigned(model, from, assignment => assignment.Plan == plan.Id),
            (_, Resource<Objective> objective) => Assigned(model, from, assignment => assignment.Quotas.Any(quota => quota.Objective == objective.Id)),
            (_, Resource<Role> role) => Employed(model, from, person => person.Role == role.Id).Select(FollowOn.Evaluate),
            (_, Resource<Metric> metric) => Measured(metric.Id, model, from),
            (_, Resource<OrganisationCalendar>) => Employed(model, from, _ => true).SelectMany(person => new[] { FollowOn.Evaluate(person), FollowOn.Forecast(person) }),
            (_, Resource<ForecastSettings>) => Employed(model, from, _ => true).Select(FollowOn.Forecast),
            _ => [],
        };

    private static IEnumerable<FollowOn> Assigned(Model model, DateOnly from, Func<PlanAssignment, bool> isTouched) =>
        model.Assignments.Values
            .SelectMany(resource => resource.ContentsFrom(from, model.AsOf))
            .Where(isTouched)
            .Select(assignment => assignment.Person)
            .Distinct()
            .Select(FollowOn.Forecast);

    private static IEnumerable<FollowOn> Measured(string metric, Model model, DateOnly from)
    {
        // A ratio is measured by its parts.
        var metrics = model.KnownFrom(model.Metrics, from)
            .Where(known => known.Id == metric || known.Measure.Numerator == metric || known.Measure.Denominator == metric)
            .Select(known => known.Id)
            .Append(metric)
            .ToHashSet();
        var roles = model.KnownFrom(model.Roles, from)
            .Where(role => role.Competencies.Any(competency => competency.Metrics.Any(part => metrics.Contains(part.Threshold.Metric))))
            .Select(role => role.Id)
            .ToHashSet();
        return Employed(model, from, person => (person.Role is not null && roles.Contains(person.Role)) || person.Thresholds.Any(threshold => metrics.Contains(threshold.Metric)))
            .Select(FollowOn.Evaluate);
    }

    private static IEnumerable<string> Employed(Model model, DateOnly from, Func<Person, bool> isTouched) =>
        model.People.Values.Where(resource => resource.ContentsFrom(from, model.AsOf).Any(isTouched)).Select(resource => resource.Id);
}
