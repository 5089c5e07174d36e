using SalesPerf.Domain.Digests;
using SalesPerf.Domain.Settings;
using SalesPerf.Domain.Values;

namespace SalesPerf.Local.Demo;

/// <summary>Where the demo's clock stops on its way to the present.</summary>
public static class DemoSteps
{
    private static readonly FiscalCalendar Calendar = new(new OrganisationCalendar());

    /// <summary>Every day at the same time, and just after every instant at which a digest falls due; the last is <paramref name="present"/>.</summary>
    public static IReadOnlyList<DateTimeOffset> Between(DateTimeOffset start, DateTimeOffset present, IEnumerable<string> zones)
    {
        var stops = new SortedSet<DateTimeOffset> { present };
        for (var day = start.AddDays(1); day < present; day = day.AddDays(1))
        {
            stops.Add(day);
        }

        foreach (var zone in zones.Distinct(StringComparer.Ordinal))
        {
            for (var at = LatestDigest(present, zone).At; at >= start; at = LatestDigest(at.AddTicks(-1), zone).At)
            {
                stops.Add(at.AddSeconds(1));
            }
        }

        return [.. stops.Where(stop => stop <= present)];
    }

    /// <summary>The digest that became due last in a zone.</summary>
    public static DueDigest LatestDigest(DateTimeOffset now, string zone) => DigestSchedule.Latest(Calendar, LocalTime.Zone(zone), now);
}
