using SalesPerf.Domain.Digests;
using SalesPerf.Domain.Settings;
using SalesPerf.Domain.Values;

namespace SalesPerf.Local.Demo;

/// <summary>Where the demo's clock stops on its way to the present.</summary>
public static class DemoSteps
{
    private static readonly FiscalCalendar Calendar = new(new OrganisationCalendar());

    /// <summary>Every day at the same time, and just after every instant at which a digest falls due; the last is <paramref name="present"/>.</summary>
    public static IReadOnlyList<DemoStop> Between(DateTimeOffset start, DateTimeOffset present, IEnumerable<string> zones)
    {
        var stops = new SortedDictionary<DateTimeOffset, DemoStop> { [present] = new(present, IsDigest: false) };
        for (var day = start.AddDays(1); day < present; day = day.AddDays(1))
        {
            stops[day] = new DemoStop(day, IsDigest: false);
        }

        foreach (var zone in zones.Distinct(StringComparer.Ordinal))
        {
            for (var at = LatestDigest(present, zone).At; at >= start; at = LatestDigest(at.AddTicks(-1), zone).At)
            {
                stops[at.AddSeconds(1)] = new DemoStop(at.AddSeconds(1), IsDigest: true);
            }
        }

        return [.. stops.Values.Where(stop => stop.At <= present)];
    }

    /// <summary>The digest that became due last in a zone.</summary>
    public static DueDigest LatestDigest(DateTimeOffset now, string zone) => DigestSchedule.Latest(Calendar, LocalTime.Zone(zone), now);
}

/// <summary>An instant at which the demo's clock stops.</summary>
/// <param name="At">When.</param>
/// <param name="IsDigest">True when digests fall due, which say what has been refreshed until then.</param>
public sealed record DemoStop(DateTimeOffset At, bool IsDigest);
