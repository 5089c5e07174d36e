using System.Globalization;

namespace SalesPerf.Connectors.Text;

/// <summary>Reads instants as RFC 3339 writes them: seconds and an offset are required, leap seconds are refused.</summary>
public static class Rfc3339
{
    private const int SecondsEnd = 19;
    private const int LongestFraction = 30;

    /// <summary>In UTC, cut to 100 ns; null when it is no such instant.</summary>
    public static DateTimeOffset? Parse(string text)
    {
        if (text.Length is < SecondsEnd + 1 or > SecondsEnd + LongestFraction + 6
            || text[10] is not ('T' or 't')
            || !DateTime.TryParseExact(
                text.AsSpan(0, 10).ToString() + text.AsSpan(11, 8).ToString(),
                "yyyy-MM-ddHH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return null;
        }

        var rest = text.AsSpan(SecondsEnd);
        if (Fraction(ref rest) is not { } fraction || Offset(rest) is not { } offset)
        {
            return null;
        }

        var utc = local.Ticks + fraction - offset;
        return utc >= DateTime.MinValue.Ticks && utc <= DateTime.MaxValue.Ticks ? new DateTimeOffset(utc, TimeSpan.Zero) : null;
    }

    /// <summary><c>yyyy-MM-dd</c>.</summary>
    public static DateOnly? ParseDate(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    private static long? Fraction(ref ReadOnlySpan<char> rest)
    {
        if (rest[0] != '.')
        {
            return 0;
        }

        rest = rest[1..];
        var end = rest.IndexOfAnyExceptInRange('0', '9');
        if (end <= 0)
        {
            return null;
        }

        long ticks = 0;
        for (var i = 0; i < 7; i++)
        {
            ticks = (ticks * 10) + (i < end ? rest[i] - '0' : 0);
        }

        rest = rest[end..];
        return ticks;
    }

    private static long? Offset(ReadOnlySpan<char> rest)
    {
        if (rest is "Z" or "z")
        {
            return 0;
        }

        if (rest.Length != 6 || rest[0] is not ('+' or '-') || rest[3] != ':'
            || !int.TryParse(rest[1..3], NumberStyles.None, CultureInfo.InvariantCulture, out var hours) || hours > 23
            || !int.TryParse(rest[4..6], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) || minutes > 59)
        {
            return null;
        }

        var ticks = ((hours * 60L) + minutes) * TimeSpan.TicksPerMinute;
        return rest[0] == '-' ? -ticks : ticks;
    }
}
