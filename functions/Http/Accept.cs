using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SalesPerf.Functions.Http;

/// <summary>Which of the representations offered the caller likes best (RFC 9110, 12.5.1).</summary>
public static class Accept
{
    public const string Json = "application/json";

    public const string Csv = "text/csv";

    public const string Html = "text/html";

    /// <summary>True when CSV is preferred to JSON. Marks the answer as varying.</summary>
    public static bool WantsCsv(HttpRequest request) => Choose(request, Json, Csv) == Csv;

    /// <summary>
    /// The offer of the highest quality, the earlier one among equals. Each offer takes the quality of the most specific range that covers it.
    /// Without the header, with one that is none, or when nothing offered is acceptable, it is the first: an answer is worth more than a 406.
    /// </summary>
    public static string Choose(HttpRequest request, params ReadOnlySpan<string> offers)
    {
        request.HttpContext.Response.Headers.Vary = "Accept";
        var header = request.Headers.Accept;
        if (header.Count == 0 || !MediaTypeHeaderValue.TryParseList(header, out var ranges))
        {
            return offers[0];
        }

        var best = offers[0];
        var bestQuality = 0d;
        foreach (var offer in offers)
        {
            var quality = Quality(ranges, new MediaTypeHeaderValue(offer));
            if (quality > bestQuality)
            {
                (best, bestQuality) = (offer, quality);
            }
        }

        return best;
    }

    private static double Quality(IList<MediaTypeHeaderValue> ranges, MediaTypeHeaderValue offer)
    {
        var (quality, specificity) = (0d, -1);
        foreach (var range in ranges)
        {
            var own = range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2;
            if (own > specificity && (own == 0 || range.Type.Equals(offer.Type, StringComparison.OrdinalIgnoreCase))
                && (own < 2 || range.SubType.Equals(offer.SubType, StringComparison.OrdinalIgnoreCase)))
            {
                (quality, specificity) = (range.Quality ?? 1d, own);
            }
        }

        return quality;
    }
}
