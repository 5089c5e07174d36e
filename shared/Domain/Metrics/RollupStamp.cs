using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Metrics;

/// <summary>
/// Under what a rollup was made: whose it is, which zones gave the local days, which metric definitions. A rollup under another stamp than
/// the one in force is rebuilt from its month's activities.
/// </summary>
public static class RollupStamp
{
    /// <param name="personId">Null while no person claims the identity.</param>
    /// <param name="zones">The zones in force in the month, in order of time. A zone that starts inside the month carries its first day.</param>
    /// <param name="metricsHash"><see cref="MetricMatcher.ActivitiesVersion"/> or <see cref="MetricMatcher.DealsVersion"/>.</param>
    public static string Of(string? personId, IEnumerable<ZoneInForce> zones, string metricsHash) =>
        Key.Of([personId ?? "-", .. zones.Select(zone => zone.ToString()), metricsHash]);

    /// <summary>One zone for the whole month.</summary>
    public static string Of(string? personId, string zone, string metricsHash) => Of(personId, [new ZoneInForce(zone)], metricsHash);
}

/// <summary>A zone, and from which day inside the month it holds; null is from the month's start or before.</summary>
/// <param name="Zone">IANA name.</param>
/// <param name="From">The first local day, inclusive.</param>
public readonly record struct ZoneInForce(string Zone, DateOnly? From = null)
{
    public override string ToString() =>
        From is { } from ? $"{Zone} {from.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)}" : Zone;
}
