using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Signing;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Monday;

/// <summary>
/// monday's two ways to be known. A webhook made by an app carries a JSON Web Token in Authorization, signed by the app's signing secret (HS256 only);
/// one made without an app is known by the secret in the query of its address. The token says nothing of the body.
/// </summary>
internal static class MondaySignature
{
    private const string Scheme = "Bearer ";
    private const int LongestToken = 8 * 1024;

    /// <summary>Null when the sender is known. A wrong token is not saved by a right query.</summary>
    public static ConnectorResult.Unauthorized? Refusal(WebhookRequest request, Source source, SourceSecrets secrets, DateTimeOffset now)
    {
        if (request.Headers.One("Authorization") is not { } authorization || Parts(authorization) is not [var header, var claims, var signature])
        {
            return SharedKey.Refusal(request, secrets);
        }

        if (secrets.Active.Count == 0)
        {
            return new ConnectorResult.Unauthorized("secret-missing");
        }

        var expected = secrets.Active.Select(secret => Base64Url.EncodeToString(HMACSHA256.HashData(HmacSignature.KeyOf(secret.Trim()), Encoding.UTF8.GetBytes($"{header}.{claims}"))));
        return !SecretText.IsSignature(signature, expected) || Text(header, "alg") != "HS256" ? new ConnectorResult.Unauthorized("signature-wrong")
            : !IsCurrent(claims, source, now) ? new ConnectorResult.Unauthorized("timestamp-wrong")
            : null;
    }

    /// <summary>The three parts of a token; null when it is none.</summary>
    private static string[]? Parts(string authorization)
    {
        var token = authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? authorization[Scheme.Length..].Trim() : authorization.Trim();
        return token.Length <= LongestToken && token.Split('.') is { Length: 3 } parts ? parts : null;
    }

    /// <summary>Not over, and not from the future; a token that does not say is not asked.</summary>
    private static bool IsCurrent(string claims, Source source, DateTimeOffset now)
    {
        var tolerance = TimeSpan.FromSeconds(Math.Clamp(source.ToleranceSeconds, 0, 3_600));
        return (Text(claims, "exp") is not { } end || (ProviderTime.Seconds(end) is { } until && now <= until + tolerance))
            && (Text(claims, "iat") is not { } start || (ProviderTime.Seconds(start) is { } from && now >= from - tolerance));
    }

    private static string? Text(string part, string name)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(part.Length)];
        return Base64Url.TryDecodeFromChars(part, bytes, out var length) && StrictJson.Parse(bytes.AsSpan(0, length), out _) is { } value ? value.TextAt(name) : null;
    }
}
