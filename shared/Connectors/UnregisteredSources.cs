using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors;

/// <summary>
/// What is posted to a name that is no source: it is read as some provider reads it, with a secret that nobody knows, so that refusing costs
/// what refusing a registered source costs, and nobody learns which sources exist.
/// </summary>
public sealed class UnregisteredSources
{
    /// <summary>Questions are short.</summary>
    private const int LongestQuestion = 32 * 1024;

    private readonly (IConnector Connector, Source Source, SourceSecrets Secrets)[] all;

    /// <param name="random">Bytes made anew by each process: who knew them could tell by the time whether a source exists.</param>
    public UnregisteredSources(ReadOnlySpan<byte> random)
    {
        var (hex, text) = (Convert.ToHexStringLower(random), Convert.ToBase64String(random));
        string[] forms = [hex, $"whsec_{text}", $"user:{hex}", $"00D000000000001:{hex}"];
        all = [.. ConnectorRegistry.All.Select(connector => (
            connector,
            new Source { Id = "none", Provider = connector.Provider },
            new SourceSecrets(forms.FirstOrDefault(form => connector.SecretProblem(form) is null) ?? hex)))];
    }

    /// <summary>By provider, the secret.</summary>
    internal IEnumerable<(IConnector Connector, string Secret)> Secrets => all.Select(one => (one.Connector, one.Secrets.Active[0]));

    /// <summary>Refuses, having done what refusing costs.</summary>
    /// <param name="request">What was posted.</param>
    /// <param name="choice">The same for the same name, and not to be foreseen by who chose it.</param>
    /// <param name="now">The time of receipt.</param>
    public ConnectorResult.Unauthorized Refuse(WebhookRequest request, uint choice, DateTimeOffset now)
    {
        var (connector, source, secrets) = all[choice % (uint)all.Length];
        connector.Read(request, source, secrets, now);
        return new ConnectorResult.Unauthorized("source-unknown");
    }

    /// <summary>
    /// What a provider is answered that asks whether it may post, when the name is no source of its kind: as a source of its kind would answer, or the answer would say which sources exist.
    /// Null for what asks nothing.
    /// </summary>
    public ConnectorResult.Handshake? Greeting(WebhookRequest request, DateTimeOffset now) => request.Body.Length > LongestQuestion ? null : all
        .Where(one => one.Connector.IsAskedFirst)
        .Select(one => one.Connector.Read(request, one.Source, one.Secrets, now))
        .OfType<ConnectorResult.Handshake>()
        .FirstOrDefault();
}
