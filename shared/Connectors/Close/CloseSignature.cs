using System.Globalization;
using SalesPerf.Connectors.Signing;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Close;

/// <summary>HMAC-SHA-256 under the hex-decoded signature key, over the time stamp and the body.</summary>
internal static class CloseSignature
{
    private const string TimeHeader = "close-sig-timestamp";
    private const int ShortestKeyBytes = 16;

    /// <summary>
    /// So long Close goes on sending an event. Whether a retry is signed anew is not documented, so an older time is no reason to lose one; a copy of a request
    /// means the same events under the same keys and changes nothing.
    /// </summary>
    private static readonly TimeSpan LongestRetry = TimeSpan.FromHours(72);

    /// <summary>Null when the request is verified.</summary>
    public static ConnectorResult.Unauthorized? Refusal(WebhookRequest request, Source source, SourceSecrets secrets, DateTimeOffset now)
    {
        var time = request.Headers.One(TimeHeader);
        if (secrets.Active.Count > 0 && time is null)
        {
            return new ConnectorResult.Unauthorized("signature-missing");
        }

        return HmacSignature.Refusal(request, "close-sig-hash", secrets, secret => KeyOf(secret) is { } key ? HmacSignature.Sha256Hex(key, time!, request.Body.Span) : null)
            ?? (IsCurrent(time!, source, now) ? null : new ConnectorResult.Unauthorized("timestamp-wrong"));
    }

    /// <summary>Null when the secret is no key.</summary>
    public static byte[]? KeyOf(string secret) =>
        secret.Length >= 2 * ShortestKeyBytes && secret.Length % 2 == 0 && secret.All(char.IsAsciiHexDigit) ? Convert.FromHexString(secret) : null;

    private static bool IsCurrent(string time, Source source, DateTimeOffset now) =>
        PlainText.IsDigits(time, 11)
        && DateTimeOffset.FromUnixTimeSeconds(long.Parse(time, NumberStyles.None, CultureInfo.InvariantCulture)) is var signed
        && signed <= now.AddSeconds(source.ToleranceSeconds) && signed >= now - LongestRetry - TimeSpan.FromSeconds(source.ToleranceSeconds);
}
