using System.Globalization;
using SalesPerf.Connectors.Text;

namespace SalesPerf.Connectors.HubSpot;

/// <summary>Times as HubSpot writes them.</summary>
internal static class HubSpotTime
{
    /// <summary>At most this many digits lie before the year 10000.</summary>
    private const int LongestMilliseconds = 14;

    /// <summary>Milliseconds since 1970; null for anything else.</summary>
    public static DateTimeOffset? Parse(string text) =>
        PlainText.IsDigits(text, LongestMilliseconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture))
            : null;

    /// <summary>A date property: milliseconds (the UTC date is taken), a date, or an instant.</summary>
    public static DateOnly? ParseDate(string text) =>
        (Parse(text) ?? Rfc3339.Parse(text)) is { } time ? DateOnly.FromDateTime(time.UtcDateTime) : Rfc3339.ParseDate(text);
}
