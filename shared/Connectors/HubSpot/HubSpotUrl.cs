using System.Globalization;
using System.Text;

namespace SalesPerf.Connectors.HubSpot;

/// <summary>The address as HubSpot signs it.</summary>
internal static class HubSpotUrl
{
    /// <summary>What the validation page lists; no other escape is decoded, not even a space.</summary>
    private const string Decoded = ":/?@!$'()*,;";

    /// <summary>
    /// The addresses a v3 signature may stand for: with the listed escapes decoded, as the page says, and as it is, as HubSpot's own
    /// libraries verify. They differ only when the address has such an escape; both are bound to this address.
    /// </summary>
    public static IReadOnlyList<string> Candidates(string url)
    {
        var decoded = Decode(url);
        return decoded == url ? [url] : [decoded, url];
    }

    private static string Decode(string url)
    {
        var text = new StringBuilder(url.Length);
        for (var i = 0; i < url.Length; i++)
        {
            if (url[i] == '%' && i + 2 < url.Length
                && byte.TryParse(url.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
                && Decoded.Contains((char)code, StringComparison.Ordinal))
            {
                text.Append((char)code);
                i += 2;
            }
            else
            {
                text.Append(url[i]);
            }
        }

        return text.ToString();
    }
}
