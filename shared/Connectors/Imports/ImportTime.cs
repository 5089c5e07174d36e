using System.Globalization;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Values;

namespace SalesPerf.Connectors.Imports;

/// <summary>Reads times as exports write them. A time stands for all instants that would be written alike: a day, a minute, a second.</summary>
internal sealed class ImportTime
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly string form;
    private readonly TimeZoneInfo zone;
    private readonly TimeSpan patternLength;
    private readonly bool hasOffset;

    /// <param name="form"><c>iso</c>, <c>unixSeconds</c>, <c>unixMilliseconds</c> or a pattern.</param>
    /// <param name="zone">IANA, of times without an offset.</param>
    public ImportTime(string? form, string? zone)
    {
        this.form = form ?? "iso";
        this.zone = LocalTime.Zone(zone ?? "Etc/UTC");
        hasOffset = this.form.Contains('z', StringComparison.Ordinal) || this.form.Contains('K', StringComparison.Ordinal);
        patternLength = this.form.ToUpperInvariant() is var letters && letters.Contains('F', StringComparison.Ordinal) ? TimeSpan.FromTicks(1)
            : this.form.Contains('s', StringComparison.Ordinal) ? Second
            : this.form.Contains('m', StringComparison.Ordinal) ? Minute
            : letters.Contains('H', StringComparison.Ordinal) ? TimeSpan.FromHours(1)
            : Day;
    }

    /// <summary>The first instant that is meant, and how long it is till the first that is not; null when it is no time.</summary>
    public (DateTimeOffset At, TimeSpan Length)? Read(string text) => form switch
    {
        "unixSeconds" => ProviderTime.Seconds(text) is { } at ? (at, text.Contains('.', StringComparison.Ordinal) ? TimeSpan.FromTicks(1) : Second) : null,
        "unixMilliseconds" => ProviderTime.Milliseconds(text) is { } at ? (at, TimeSpan.FromMilliseconds(1)) : null,
        "iso" => Iso(text),
        _ => Pattern(text),
    };

    private (DateTimeOffset At, TimeSpan Length)? Pattern(string text)
    {
        if (hasOffset)
        {
            return DateTimeOffset.TryParseExact(text, form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out var at)
                ? (at.ToUniversalTime(), patternLength)
                : null;
        }

        return DateTime.TryParseExact(text, form, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var local) ? Local(local, patternLength) : null;
    }

    private (DateTimeOffset At, TimeSpan Length)? Iso(string text)
    {
        if (text.Length == 10)
        {
            return Rfc3339.ParseDate(text) is { } date ? Local(date.ToDateTime(TimeOnly.MinValue), Day) : null;
        }

        if (DateTime.TryParseExact(text, ["yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var minute))
        {
            return Local(minute, Minute);
        }

        if (DateTime.TryParseExact(text, ["yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-ddTHH:mm:ss.FFFFFFF"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return Local(local, Length(text));
        }

        return ProviderTime.Iso(text) is { } at ? (at, Length(text)) : null;
    }

    private (DateTimeOffset At, TimeSpan Length) Local(DateTime local, TimeSpan length)
    {
        var (date, time) = (DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
        return length == Day
            ? (LocalTime.StartOf(date, zone), date == DateOnly.MaxValue ? Day : LocalTime.StartOf(date.AddDays(1), zone) - LocalTime.StartOf(date, zone))
            : (LocalTime.InstantOf(date, time, zone), length);
    }

    /// <summary>Of seconds with a fraction: as long as its last digit.</summary>
    private static TimeSpan Length(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (point < 0)
        {
            return Second;
        }

        var digits = text.AsSpan(point + 1).IndexOfAnyExceptInRange('0', '9') is var end && end < 0 ? text.Length - point - 1 : end;
        var ticks = TimeSpan.TicksPerSecond;
        for (var i = 0; i < Math.Min(digits, 7); i++)
        {
            ticks /= 10;
        }

        return TimeSpan.FromTicks(ticks);
    }
}
