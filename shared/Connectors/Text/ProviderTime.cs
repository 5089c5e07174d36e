using System.Globalization;

namespace SalesPerf.Connectors.Text;

/// <summary>Instants in the forms that CRMs write. Null for anything else, or for what lies outside the years 1 to 9999.</summary>
internal static class ProviderTime
{
    private const decimal LastSecond = 253_402_300_799m;

    private static readonly string[] Zoneless = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-ddTHH:mm:ss.FFFFFFF"];

    /// <summary>Seconds since 1970, whole or with a fraction, which is cut to 100 ns.</summary>
    public static DateTimeOffset? Seconds(string text) => Scaled(text, TimeSpan.TicksPerSecond, LastSecond);

    /// <summary>Milliseconds since 1970.</summary>
    public static DateTimeOffset? Milliseconds(string text) => Scaled(text, TimeSpan.TicksPerMillisecond, LastSecond * 1_000m);

    /// <summary>
    /// ISO 8601 with an offset, also without the colon (<c>+0000</c>), with a space for the T or before the offset, or followed by UTC; without any offset it is UTC.
    /// </summary>
    public static DateTimeOffset? Iso(string text)
    {
        if (text.EndsWith(" UTC", StringComparison.Ordinal))
        {
            text = text[..^4];
        }

        if (DateTime.TryParseExact(text, Zoneless, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var utc))
        {
            return new DateTimeOffset(utc, TimeSpan.Zero);
        }

        if (text.Length < 20)
        {
            return null;
        }

        var strict = string.Concat(text.AsSpan(0, 10), "T", text.AsSpan(11)).Replace(" ", "", StringComparison.Ordinal);
        if (strict.Length < 20)
        {
            return null;
        }

        if (strict[^5] is '+' or '-')
        {
            strict = strict.Insert(strict.Length - 2, ":");
        }

        return text[10] is ' ' or 'T' or 't' ? Rfc3339.Parse(strict) : null;
    }

    private static DateTimeOffset? Scaled(string text, long ticks, decimal most) =>
        DecimalText.Parse(text, out _, decimals: 15) is { } number && number >= 0m && number <= most
            ? new DateTimeOffset(DateTime.UnixEpoch.Ticks + (long)decimal.Truncate(number * ticks), TimeSpan.Zero)
            : null;
}
