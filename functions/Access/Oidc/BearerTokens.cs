using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SalesPerf.Functions.Access.Oidc;

/// <summary>
/// Reads a bearer token and believes it if the issuer signed it, for us, for now. Whatever is wrong with one is not told. What costs nothing is
/// looked at first, so that only a token that could be good has the issuer asked for keys.
/// </summary>
public sealed class BearerTokens(OidcOptions options, IssuerKeys keys, TimeProvider time)
{
    /// <summary>Longer ones are not looked at: a header of 32 KB is all a request may have.</summary>
    public const int MaxLength = 16 * 1024;

    /// <summary>The issuer alone can sign: nothing symmetric, nothing unsigned.</summary>
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    /// <summary>An issuer signs other things too, such as logout tokens.</summary>
    private static readonly string[] Types = ["JWT", "at+jwt", "application/at+jwt"];

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    private static readonly JsonWebTokenHandler Handler = new() { MaximumTokenSizeInBytes = MaxLength };

    /// <summary>What the token says; null for one that is not believed.</summary>
    /// <exception cref="TimeoutException">It cannot be told: the issuer does not answer.</exception>
    public async ValueTask<TokenClaims?> ReadAsync(string text, CancellationToken cancellationToken)
    {
        if (text.Length > MaxLength || Parse(text) is not var (token, payload))
        {
            return null;
        }

        var keyId = token.Kid is { Length: > 0 } id ? id : null;
        var signers = await keys.FindAsync(keyId, cancellationToken);
        if (signers.Count == 0)
        {
            return null;
        }

        var result = await ValidateAsync(token, signers);
        if (result.Exception is SecurityTokenInvalidSignatureException)
        {
            // An issuer that names no keys, or uses a name again, may sign with another one by now.
            signers = await keys.FindNewerAsync(keyId, signers, cancellationToken);
            result = signers.Count == 0 ? result : await ValidateAsync(token, signers);
        }

        return result.IsValid ? Claims(payload) : null;
    }

    private Task<TokenValidationResult> ValidateAsync(JsonWebToken token, IReadOnlyList<SecurityKey> signers) =>
        Handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = options.Issuer,
            ValidAudiences = options.Audiences,
            IgnoreTrailingSlashWhenValidatingAudience = false,
            ValidAlgorithms = Algorithms,
            IssuerSigningKeys = signers,
            TryAllIssuerSigningKeys = true,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = (notBefore, expires, _, _) => IsInTime(notBefore, expires),
        });

    /// <summary>Null for text that is no token, and for a token that no signature could save.</summary>
    private (JsonWebToken Token, JsonElement Payload)? Parse(string text)
    {
        try
        {
            var token = new JsonWebToken(text);
            if (token.IsEncrypted || !Algorithms.Contains(token.Alg, StringComparer.Ordinal)
                || (token.Typ is not (null or "") && !Types.Contains(token.Typ, StringComparer.OrdinalIgnoreCase)))
            {
                return null;
            }

            // Read once more, strictly: a member that is there twice could mean one thing to the issuer and another here.
            var (header, payload) = (Json(token.EncodedHeader), Json(token.EncodedPayload));
            return !header.TryGetProperty("crit", out _) // extensions that must be understood, and are not
                && token.Issuer == options.Issuer
                && token.Audiences.Any(audience => options.Audiences.Contains(audience, StringComparer.Ordinal))
                && IsInTime(IsNumber(payload, "nbf") ? token.ValidFrom : null, IsNumber(payload, "exp") ? token.ValidTo : null)
                    ? (token, payload)
                    : null;
        }
        catch (Exception exception) when (exception is ArgumentException or SecurityTokenException or JsonException or FormatException or InvalidOperationException or OverflowException)
        {
            return null;
        }
    }

    private static JsonElement Json(string part) => JsonElement.Parse(Base64UrlEncoder.DecodeBytes(part), Strict);

    private static bool IsNumber(JsonElement payload, string name) => payload.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number;

    /// <summary>From <c>nbf</c> on (inclusive) until <c>exp</c> (exclusive), either clock wrong by the skew.</summary>
    private bool IsInTime(DateTime? notBefore, DateTime? expires)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return expires is not null && expires > now - options.ClockSkew && (notBefore is null || notBefore <= now + options.ClockSkew);
    }

    private TokenClaims Claims(JsonElement payload)
    {
        IEnumerable<string> Texts(string name) => !payload.TryGetProperty(name, out var value) ? []
            : (value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : Enumerable.Repeat(value, 1))
                .Where(item => item.ValueKind == JsonValueKind.String)
                .Select(item => item.GetString())
                .OfType<string>();
        string? Text(string name) => payload.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
        return new TokenClaims(
            Text("sub"),
            Text("oid"),
            options.PersonClaim is { } person ? Text(person) : null,
            [.. Texts(options.RolesClaim).Where(role => role.StartsWith(options.RolePrefix, StringComparison.Ordinal)).Select(role => role[options.RolePrefix.Length..])]);
    }
}

/// <summary>What of a believed token is used.</summary>
/// <param name="Subject"><c>sub</c>.</param>
/// <param name="ObjectId"><c>oid</c>, the same for all programs of an Entra tenant.</param>
/// <param name="Person">The configured claim.</param>
/// <param name="Roles">Without their prefix.</param>
public sealed record TokenClaims(string? Subject, string? ObjectId, string? Person, IReadOnlyList<string> Roles);
