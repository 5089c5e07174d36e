using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Bookkeeping;

/// <summary>The days of a closed month, and what was known of them.</summary>
/// <param name="Id">The fiscal month's id.</param>
/// <param name="Start">The first day.</param>
/// <param name="End">The day after the last.</param>
/// <param name="KnownAt">What was recorded later does not change these days: the close, or a reopening that was approved.</param>
public sealed record ClosedDays(string Id, DateOnly Start, DateOnly End, DateTimeOffset KnownAt);

/// <summary>
/// The resources with the days of closed months as they were known when they were closed: a plan, an assignment, an objective or a place in the organisation that was recorded
/// later counts from the first open day. Where nothing was recorded later it is the same model, so that a close changes no plan.
/// </summary>
public static class ClosedModel
{
    /// <param name="model">The resources as known now.</param>
    /// <param name="closed">Closed months, the earliest first.</param>
    public static Model Of(Model model, IReadOnlyList<ClosedDays> closed) => closed.Count == 0 ? model : model with
    {
        Plans = Each(model.Plans, closed, model.AsOf),
        Assignments = Each(model.Assignments, closed, model.AsOf, (now, resource) => Said(now, resource, closed)),
        Objectives = Each(model.Objectives, closed, model.AsOf),
        People = Each(model.People, closed, model.AsOf),
        Teams = Each(model.Teams, closed, model.AsOf),
    };

    private static IReadOnlyDictionary<string, Resource<T>> Each<T>(
        IReadOnlyDictionary<string, Resource<T>> resources, IReadOnlyList<ClosedDays> closed, DateTimeOffset asOf, Func<Resource<T>, Resource<T>, Resource<T>>? also = null)
        where T : class
    {
        var first = closed.Min(one => one.KnownAt);
        if (resources.Values.All(resource => resource.Versions.All(version => version.RecordedAt <= first)))
        {
            return resources;
        }

        return resources.ToDictionary(
            pair => pair.Key,
            pair => pair.Value.Versions.All(version => version.RecordedAt <= first) ? pair.Value
                : also is null ? Of(pair.Value, closed, asOf)
                : also(Of(pair.Value, closed, asOf), pair.Value),
            StringComparer.Ordinal);
    }

    /// <summary>The same resource with one version for each stretch of days on which one is in force.</summary>
    private static Resource<T> Of<T>(Resource<T> resource, IReadOnlyList<ClosedDays> closed, DateTimeOffset asOf)
        where T : class
    {
        var found = new List<ResourceVersion<T>>();
        ResourceVersion<T>? last = null;
        var days = resource.Versions.Select(version => version.EffectiveFrom).Concat(closed.SelectMany(one => new[] { one.Start, one.End })).Distinct().Order();
        foreach (var day in days)
        {
            var known = closed.FirstOrDefault(one => one.Start <= day && day < one.End)?.KnownAt;
            var version = resource.VersionAt(day, known < asOf ? known.Value : asOf);
            if (version?.Number == last?.Number)
            {
                continue;
            }

            // Nothing was in force, in the middle: what was retired by the same rule.
            found.Add(version is null ? last! with { EffectiveFrom = day, Content = null } : version with { EffectiveFrom = day });
            last = version;
        }

        return resource with { Versions = found };
    }

    /// <summary>Values entered for closed periods, and absences on closed days, are those known then too: of both the newest version counts.</summary>
    private static Resource<PlanAssignment> Said(Resource<PlanAssignment> made, Resource<PlanAssignment> resource, IReadOnlyList<ClosedDays> closed)
    {
        var now = resource.LatestContent(DateTimeOffset.MaxValue);
        var periods = closed.Select(one => (Days: one, Then: resource.LatestContent(one.KnownAt))).ToList();
        EnteredValue[] entered =
        [
            .. (now?.Entered ?? []).Where(value => periods.TrueForAll(period => period.Days.Id != value.Period)),
            .. periods.SelectMany(period => (period.Then?.Entered ?? []).Where(value => value.Period == period.Days.Id)),
        ];
        DateSpan[] absences =
        [
            .. closed.Aggregate(now?.Absences ?? [], (left, days) => [.. left.SelectMany(absence => Parts(absence, null, days.Start).Concat(Parts(absence, days.End, null)))]),
            .. periods.SelectMany(period => (period.Then?.Absences ?? []).SelectMany(absence => Parts(absence, period.Days.Start, period.Days.End))),
        ];
        return made with
        {
            Versions = [.. made.Versions.Select(version => version with { Content = version.Content is { } content ? content with { Entered = entered, Absences = absences } : null })],
        };
    }

    /// <summary>The days of a span from one day to the day before another, either of them open; empty for none.</summary>
    private static IEnumerable<DateSpan> Parts(DateSpan span, DateOnly? from, DateOnly? to)
    {
        var first = from > span.From ? from.Value : span.From;
        var end = span.To is null || to < span.To ? to : span.To;
        return end is null || first < end ? [new DateSpan(first, end)] : [];
    }
}
