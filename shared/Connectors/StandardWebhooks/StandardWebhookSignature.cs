using System.Security.Cryptography;
using System.Text;
using SalesPerf.Connectors.Signing;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.StandardWebhooks;

/// <summary>
/// Version 1 of the Standard Webhooks signature: HMAC-SHA-256 over <c>id.timestamp.body</c>, the headers taken verbatim.
/// A request may carry several signatures; one that matches is enough, and versions that are not known are skipped.
/// </summary>
internal static class StandardWebhookSignature
{
    private const string Version = "v1,";

    /// <summary>Null when the request is verified.</summary>
    public static ConnectorResult.Unauthorized? Refusal(WebhookRequest request, Source source, SourceSecrets secrets, DateTimeOffset now)
    {
        if (request.Headers.One("webhook-id") is not { Length: > 0 } id || request.Headers.One("webhook-timestamp") is not { } timestamp)
        {
            return new ConnectorResult.Unauthorized("signature-missing");
        }

        var expected = secrets.Active.Select(StandardWebhookSecret.Key).OfType<byte[]>()
            .Select(key => Of(key, id, timestamp, request.Body.Span))
            .ToList();
        if (expected.Count == 0)
        {
            return new ConnectorResult.Unauthorized("secret-missing");
        }

        var isSigned = false;
        foreach (var signature in request.Headers.All("webhook-signature").SelectMany(value => value.Split(' ')))
        {
            isSigned |= SecretText.IsSignature(signature, expected);
        }

        return !isSigned ? new ConnectorResult.Unauthorized("signature-wrong")
            : !SignedTime.IsCurrentSeconds(timestamp, source, now) ? new ConnectorResult.Unauthorized("timestamp-wrong")
            : null;
    }

    /// <summary>One signature as the header has it.</summary>
    public static string Of(byte[] key, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hash.AppendData(body);
        return Version + Convert.ToBase64String(hash.GetHashAndReset());
    }
}
