using System.Security.Cryptography;
using System.Text;
using SalesPerf.Connectors.Signing;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.HubSpot;

/// <summary>
/// HubSpot's three signatures. Version 3 counts whenever its header is there: a wrong one is not saved by a right older one. Versions 1 and 2
/// carry no time, so an old request can be sent again; it means the same events under the same keys and changes nothing.
/// </summary>
internal static class HubSpotSignature
{
    /// <summary>Null when the request is verified.</summary>
    public static ConnectorResult.Unauthorized? Refusal(WebhookRequest request, Source source, SourceSecrets secrets, DateTimeOffset now)
    {
        if (secrets.Active.Count == 0)
        {
            return new ConnectorResult.Unauthorized("secret-missing");
        }

        var url = source.PublicUrl ?? request.Url;
        if (request.Headers.Has("X-HubSpot-Signature-v3"))
        {
            return Version3(request, url, source, secrets, now);
        }

        if (request.Headers.One("X-HubSpot-Signature") is not { } signature)
        {
            return new ConnectorResult.Unauthorized("signature-missing");
        }

        var prefix = request.Headers.All("X-HubSpot-Signature-Version") switch
        {
            [] or ["v1"] => string.Empty,
            ["v2"] => request.Method + url,
            _ => null,
        };
        return prefix is not null && SecretText.IsSignature(signature, secrets.Active.Select(secret => Hash(secret + prefix, request.Body.Span)))
            ? null
            : new ConnectorResult.Unauthorized("signature-wrong");
    }

    private static ConnectorResult.Unauthorized? Version3(WebhookRequest request, string url, Source source, SourceSecrets secrets, DateTimeOffset now)
    {
        if (request.Headers.One("X-HubSpot-Signature-v3") is not { } signature || request.Headers.One("X-HubSpot-Request-Timestamp") is not { } timestamp)
        {
            return new ConnectorResult.Unauthorized("signature-missing");
        }

        var expected = from secret in secrets.Active
                       from address in HubSpotUrl.Candidates(url)
                       select Sign(secret, request.Method + address, request.Body.Span, timestamp);
        return !SecretText.IsSignature(signature, expected) ? new ConnectorResult.Unauthorized("signature-wrong")
            : !SignedTime.IsCurrentMilliseconds(timestamp, source, now) ? new ConnectorResult.Unauthorized("timestamp-wrong")
            : null;
    }

    private static string Hash(string prefix, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(prefix));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Sign(string secret, string prefix, ReadOnlySpan<byte> body, string timestamp)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hash.AppendData(Encoding.UTF8.GetBytes(prefix));
        hash.AppendData(body);
        hash.AppendData(Encoding.UTF8.GetBytes(timestamp));
        return Convert.ToBase64String(hash.GetHashAndReset());
    }
}
