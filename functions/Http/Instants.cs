using System.Globalization;

namespace SalesPerf.Functions.Http;

/// <summary>RFC 3339 instants in queries and headers; bodies have their own converter.</summary>
public static class Instants
{
    private static readonly string[] Formats =
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK"];

    /// <summary>Needs seconds and an offset (<c>Z</c> or <c>±hh:mm</c>); the result is in UTC.</summary>
    public static bool TryParse(string text, out DateTimeOffset instant)
    {
        instant = default;
        if (text.Length < 20 || !(text[^1] == 'Z' || text[^6] is '+' or '-')
            || !DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed))
        {
            return false;
        }

        instant = parsed.ToUniversalTime();
        return true;
    }
}
