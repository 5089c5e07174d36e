namespace SalesPerf.Connectors.Signing;

/// <summary>Senders that sign nothing and show a secret: in the address, or in a header.</summary>
internal static class SharedKey
{
    private const string Scheme = "Bearer ";

    /// <summary>The query parameters that may hold it.</summary>
    private static readonly string[] Parameters = ["code", "key", "token"];

    /// <summary>Null when one of the secrets was shown, wherever.</summary>
    public static ConnectorResult.Unauthorized? Refusal(WebhookRequest request, SourceSecrets secrets)
    {
        if (secrets.Active.Count == 0)
        {
            return new ConnectorResult.Unauthorized("secret-missing");
        }

        var shown = Shown(request);
        var isSecret = false;
        foreach (var value in shown)
        {
            isSecret |= SecretText.IsSecret(value, secrets.Active.Select(secret => secret.Trim()));
        }

        return isSecret ? null : new ConnectorResult.Unauthorized(shown.Count == 0 ? "signature-missing" : "signature-wrong");
    }

    /// <summary>Why a text is no secret that can be shown.</summary>
    public static string? Problem(string secret) =>
        secret.Trim().Length < 16 || secret.Trim().Any(character => character is <= ' ' or > '~')
            ? "At least 16 characters of ASCII without spaces are expected."
            : null;

    private static List<string> Shown(WebhookRequest request) =>
    [
        .. Parameters.SelectMany(request.QuerySecrets),
        .. request.Headers.All("x-api-key"),
        .. request.Headers.All("Authorization").Select(value => value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? value[Scheme.Length..].Trim() : value),
    ];
}
