using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Objectives;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Settings;
using SalesPerf.Domain.Sources;
using SalesPerf.Functions.Messages;

namespace SalesPerf.Functions.Resources;

/// <summary>Whose numbers a change of a resource touches: they are nudged. Identities that change hands follow from the person's own commit.</summary>
public static class ResourceFollowOns
{
    /// <summary>How far back a change reaches scorecards of periods that ended, in months, this one included.</summary>
    public const int MaxMonths = 24;

    /// <param name="before">As stored.</param>
    /// <param name="after">As it will be.</param>
    /// <param name="model">Everything else.</param>
    /// <param name="from">The first day of the change.</param>
    /// <param name="today">The organisation's day.</param>
    public static IEnumerable<FollowOn> Of<T>(Resource<T> before, Resource<T> after, Model model, DateOnly from, DateOnly today)
        where T : class
    {
        var months = Months(from, today);
        return (before, after) switch
        {
            // Somebody new has no scorecards yet.
            (_, Resource<Person> person) => [FollowOn.Evaluate(person.Id, before.Versions.Count == 0 ? [] : months), .. Paid(person.Id)],
            (Resource<PlanAssignment> old, Resource<PlanAssignment> assignment) =>
                old.Versions.Concat(assignment.Versions).Select(version => version.Content?.Person).OfType<string>().Distinct().SelectMany(Paid),
            (_, Resource<Plan> plan) => Assigned(model, from, assignment => assignment.Plan == plan.Id),
            (_, Resource<Objective> objective) => Assigned(model, from, assignment => assignment.Quotas.Any(quota => quota.Objective == objective.Id)),
            (_, Resource<Role> role) => Employed(model, from, person => person.Role == role.Id).Select(person => FollowOn.Evaluate(person, months)),
            (_, Resource<Metric> metric) => Measured(metric.Id, model, from).Select(person => FollowOn.Evaluate(person, months)),
            (Resource<Source> old, Resource<Source> source) => Remapped(source.Id, Meaning(old, from) != Meaning(source, from)),
            (Resource<OrganisationCalendar> old, Resource<OrganisationCalendar> calendar) =>
                Remapped(null, Dates(old, from) != Dates(calendar, from))
                    .Concat(Employed(model, from, _ => true).SelectMany(person => Paid(person).Prepend(FollowOn.Evaluate(person, months)))),
            (_, Resource<ForecastSettings>) => Employed(model, from, _ => true).Select(FollowOn.Forecast),
            _ => [],
        };
    }

    private static IEnumerable<FollowOn> Paid(string person) => [FollowOn.Forecast(person), FollowOn.Calculate(person)];

    /// <summary>The months from <paramref name="from"/> to <paramref name="today"/>; none for a change that begins today or later, which no ended period sees.</summary>
    private static IReadOnlyList<string> Months(DateOnly from, DateOnly today)
    {
        var earliest = new DateOnly(today.Year, today.Month, 1).AddMonths(1 - MaxMonths);
        return from >= today ? [] : RollupMonths.Covering((from < earliest ? earliest : from).AddDays(1), today);
    }

    private static IEnumerable<FollowOn> Remapped(string? source, bool isChanged) => isChanged ? [FollowOn.Remap(new SourceKey(source))] : [];

    private static string Meaning(Resource<Source> source, DateOnly from) =>
        SourceMeaning.Of(source.At(from, DateTimeOffset.MaxValue) ?? source.LatestContent(DateTimeOffset.MaxValue));

    /// <summary>What of a calendar decides the dates of credits and the months of the books.</summary>
    private static (string Zone, int Month, string Pattern, DateOnly? AnchorStart, int? AnchorYear) Dates(Resource<OrganisationCalendar> calendar, DateOnly from)
    {
        var content = calendar.At(from, DateTimeOffset.MaxValue) ?? new OrganisationCalendar();
        return (content.Zone, content.FiscalYearStartMonth, content.Pattern, content.AnchorStart, content.AnchorYear);
    }

    private static IEnumerable<FollowOn> Assigned(Model model, DateOnly from, Func<PlanAssignment, bool> isTouched) =>
        model.Assignments.Values
            .SelectMany(resource => resource.ContentsFrom(from, model.AsOf))
            .Where(isTouched)
            .Select(assignment => assignment.Person)
            .Distinct()
            .SelectMany(Paid);

    private static IEnumerable<string> Measured(string metric, Model model, DateOnly from)
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
        return Employed(model, from, person => (person.Role is not null && roles.Contains(person.Role)) || person.Thresholds.Any(threshold => metrics.Contains(threshold.Metric)));
    }

    private static IEnumerable<string> Employed(Model model, DateOnly from, Func<Person, bool> isTouched) =>
        model.People.Values.Where(resource => resource.ContentsFrom(from, model.AsOf).Any(isTouched)).Select(resource => resource.Id);
}
