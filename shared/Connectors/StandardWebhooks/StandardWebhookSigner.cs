using System.Globalization;
using System.Security.Cryptography;

namespace SalesPerf.Connectors.StandardWebhooks;

/// <summary>Signs what is sent as Standard Webhooks 1.0.0 describes.</summary>
public static class StandardWebhookSigner
{
    /// <summary>A secret of 32 random bytes.</summary>
    public static string NewSecret() => "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>The three headers of a request; a signature for every secret, so that receivers can change theirs at leisure.</summary>
    /// <param name="id">The same for every attempt.</param>
    /// <param name="at">The time of the attempt.</param>
    /// <param name="body">As sent.</param>
    /// <param name="secrets">One or more, made by <see cref="NewSecret"/>.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Headers(string id, DateTimeOffset at, ReadOnlyMemory<byte> body, IReadOnlyList<string> secrets)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signatures = secrets.Select(secret => StandardWebhookSignature.Of(
            StandardWebhookSecret.Key(secret) ?? throw new ArgumentException("A secret is not one of Standard Webhooks.", nameof(secrets)), id, timestamp, body.Span));
        return [new("webhook-id", id), new("webhook-timestamp", timestamp), new("webhook-signature", string.Join(' ', signatures))];
    }
}
