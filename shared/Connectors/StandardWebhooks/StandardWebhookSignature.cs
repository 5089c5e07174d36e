using System.Security.Cryptography;
using System.Text;
using SalesPerf.Connectors.Signing;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.StandardWebhooks;

/// <summary>
/// The Standard Webhooks signatures over <c>id.timestamp.body</c>, the headers taken verbatim: version 1 is HMAC-SHA-256, version 1a is Ed25519.
/// A request may carry several signatures; one that matches is enough, and versions that are not known are skipped.
/// </summary>
internal static class StandardWebhookSignature
{
    private const string Version = "v1,";
    private const string PublicVersion = "v1a,";

    /// <summary>More entries than any sender has keys are not looked at: each costs a verification.</summary>
    private const int MostEntries = 16;

    /// <summary>Null when the request is verified.</summary>
    /// <param name="request">The request.</param>
    /// <param name="prefix">What the three headers begin with, such as <c>webhook-</c>.</param>
    /// <param name="source">For the tolerance.</param>
    /// <param name="secrets">Shared secrets or public keys.</param>
    /// <param name="now">The time of receipt.</param>
    public static ConnectorResult.Unauthorized? Refusal(WebhookRequest request, string prefix, Source source, SourceSecrets secrets, DateTimeOffset now)
    {
        if (request.Headers.One(prefix + "id") is not { Length: > 0 } id || request.Headers.One(prefix + "timestamp") is not { } timestamp)
        {
            return new ConnectorResult.Unauthorized("signature-missing");
        }

        var expected = secrets.Active.Select(StandardWebhookSecret.Key).OfType<byte[]>()
            .Select(key => Of(key, id, timestamp, request.Body.Span))
            .ToList();
        var keys = secrets.Active.Select(StandardWebhookPublicKey.Read).OfType<StandardWebhookPublicKey>().ToList();
        if (expected.Count == 0 && keys.Count == 0)
        {
            return new ConnectorResult.Unauthorized("secret-missing");
        }

        var signed = keys.Count == 0 ? [] : (byte[])[.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. request.Body.Span];
        var isSigned = false;
        foreach (var entry in request.Headers.All(prefix + "signature").SelectMany(value => value.Split(' ')).Take(MostEntries))
        {
            isSigned |= SecretText.IsSignature(entry, expected);
            isSigned |= entry.StartsWith(PublicVersion, StringComparison.Ordinal) && keys.Any(key => key.Verifies(entry[PublicVersion.Length..], signed));
        }

        return !isSigned ? new ConnectorResult.Unauthorized("signature-wrong")
            : !SignedTime.IsCurrentSeconds(timestamp, source, now) ? new ConnectorResult.Unauthorized("timestamp-wrong")
            : null;
    }

    /// <summary>One signature of version 1 as the header has it.</summary>
    public static string Of(byte[] key, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hash.AppendData(body);
        return Version + Convert.ToBase64String(hash.GetHashAndReset());
    }
}
