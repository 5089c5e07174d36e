using System.Text.RegularExpressions;

namespace SalesPerf.Domain.Values;

/// <summary>Instants and local days of IANA zones, right across gaps, overlaps and skipped days.</summary>
public static partial class LocalTime
{
    /// <summary>True for an IANA zone this machine knows, in its exact spelling.</summary>
    public static bool IsZone(string? id) => Find(id) is not null;

    /// <summary>The zone an id names.</summary>
    /// <exception cref="ArgumentException">There is no such zone.</exception>
    public static TimeZoneInfo Zone(string id) => Find(id) ?? throw new ArgumentException($"'{id}' is not an IANA time zone.", nameof(id));

    /// <summary>The local date of an instant.</summary>
    public static DateOnly DateOf(DateTimeOffset instant, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);

    /// <summary>
    /// The instant a local date starts, in UTC: the first whose local time is not before midnight. In a day without midnight that is the end of the
    /// gap; where midnight occurs twice, its first occurrence; a day the zone skipped starts where the next one does.
    /// </summary>
    public static DateTimeOffset StartOf(DateOnly date, TimeZoneInfo zone) => InstantOf(date, TimeOnly.MinValue, zone);

    /// <summary>The instant, in UTC, of a local date and time; in a gap its end, of two the first. Dates within two days of the calendar's ends give its ends.</summary>
    public static DateTimeOffset InstantOf(DateOnly date, TimeOnly time, TimeZoneInfo zone)
    {
        if (date < DateOnly.MinValue.AddDays(2))
        {
            return DateTimeOffset.MinValue;
        }

        if (date > DateOnly.MaxValue.AddDays(-2))
        {
            return DateTimeOffset.MaxValue;
        }

        // Offsets are under 15 hours, so the instant lies between these two; zones change offset at most once in between.
        var local = new DateTimeOffset(date.ToDateTime(time), TimeSpan.Zero);
        var (before, after) = (local.AddDays(-1), local.AddDays(1));
        var (first, second) = (local - zone.GetUtcOffset(before), local - zone.GetUtcOffset(after));
        var (isFirst, isSecond) = (first + zone.GetUtcOffset(first) == local, second + zone.GetUtcOffset(second) == local);
        if (isFirst || isSecond)
        {
            return !isSecond || (isFirst && first < second) ? first : second;
        }

        var (low, high) = (before.UtcTicks, after.UtcTicks);
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            var instant = new DateTimeOffset(middle, TimeSpan.Zero);
            (low, high) = instant + zone.GetUtcOffset(instant) < local ? (middle, high) : (low, middle);
        }

        return new DateTimeOffset(high, TimeSpan.Zero);
    }

    private static TimeZoneInfo? Find(string? id) =>
        id is { Length: <= 64 } && Shape().IsMatch(id) && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) && zone.Id == id ? zone : null;

    /// <summary>Keeps out paths and the zone database's own files (<c>posixrules</c>, <c>right/…</c>).</summary>
    [GeneratedRegex(@"^(?!posix|right/)(UTC|GMT|[A-Z][A-Za-z_]+(/[A-Za-z0-9_+-]+){1,2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
