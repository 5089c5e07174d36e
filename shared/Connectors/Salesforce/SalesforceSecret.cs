using SalesPerf.Connectors.Signing;

namespace SalesPerf.Connectors.Salesforce;

/// <summary>
/// A secret is an organization's id, the id and a token joined by a colon, or a token alone. Outbound Messages prove themselves by the id they
/// carry and, where the secret has a token, by <c>?token=</c> in their endpoint's address; relayed change events by the token as <c>Authorization: Bearer</c>.
/// </summary>
/// <param name="Organization">The first 15 characters of the id, whose case counts; null when Outbound Messages are not expected.</param>
/// <param name="Token">Null when change events are not expected.</param>
internal readonly record struct SalesforceSecret(string? Organization, string? Token)
{
    private const string Scheme = "Bearer ";
    private const string TokenParameter = "token";
    private const string OrganizationPrefix = "00D";
    private const int IdLength = 15;
    private const int LongIdLength = 18;
    private const int ShortestToken = 16;

    /// <summary>Neither for a text that is no secret.</summary>
    public static SalesforceSecret Parse(string secret)
    {
        if (!secret.StartsWith(OrganizationPrefix, StringComparison.Ordinal))
        {
            return new(null, IsToken(secret) ? secret : null);
        }

        var parts = secret.Split(':', 2);
        return !IsOrganization(parts[0]) || (parts.Length > 1 && !IsToken(parts[1])) ? default : new(secret[..IdLength], parts.ElementAtOrDefault(1));
    }

    public static string? Problem(string secret) => Parse(secret) == default
        ? "Expected is the organization's id (00D…, 15 or 18 characters), the id, a colon and a token, or a token alone; a token has at least 16 characters of ASCII without spaces."
        : null;

    /// <summary>Null when the message is from an organization that one of the secrets names.</summary>
    public static ConnectorResult.Unauthorized? RefusalOfMessage(WebhookRequest request, string? organization, SourceSecrets secrets)
    {
        var known = secrets.Active.Select(Parse).Where(secret => secret.Organization is not null).ToList();
        if (known.Count == 0)
        {
            return new("secret-missing");
        }

        if (organization is not { Length: IdLength or LongIdLength })
        {
            return new("signature-missing");
        }

        // Joined, so that id and token must be those of one secret.
        var isKnown = false;
        foreach (var token in (request.Query(TokenParameter).Count == 1 ? request.QuerySecrets(TokenParameter) : []).Append(string.Empty))
        {
            isKnown |= SecretText.IsSecret($"{organization[..IdLength]}:{token}", known.Select(Joined));
        }

        return isKnown ? null : new("signature-wrong");
    }

    /// <summary>Null when the request shows the token of one of the secrets.</summary>
    public static ConnectorResult.Unauthorized? RefusalOfRelay(WebhookRequest request, SourceSecrets secrets)
    {
        var tokens = secrets.Active.Select(secret => Parse(secret).Token).OfType<string>().ToList();
        return tokens.Count == 0 ? new("secret-missing")
            : request.Headers.One("Authorization") is not { } authorization || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? new("signature-missing")
            : SecretText.IsSecret(authorization[Scheme.Length..].Trim(), tokens) ? null
            : new("signature-wrong");
    }

    private static string Joined(SalesforceSecret secret) => $"{secret.Organization}:{secret.Token}";

    private static bool IsOrganization(string text) => text.Length is IdLength or LongIdLength && text.All(char.IsAsciiLetterOrDigit);

    private static bool IsToken(string token) => token.Length >= ShortestToken && token.All(character => character is > ' ' and < (char)0x7F);
}
