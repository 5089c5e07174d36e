namespace SalesPerf.Connectors.Tests.Corpus;

/// <summary>A typical payload of a provider, written by its rules, and how its sender proves itself.</summary>
/// <param name="Provider">Its name.</param>
/// <param name="Name">What it tells.</param>
/// <param name="Secret">The source's.</param>
/// <param name="Body">As text.</param>
/// <param name="Prove">A genuine request of a body, by a secret and the time as it is signed.</param>
internal sealed record ProviderSample(string Provider, string Name, string Secret, string Body, Func<byte[], string, string, WebhookRequest> Prove)
{
    public const string Url = "https://sales.example/api/v1/webhooks/crm";

    /// <summary>When all of them are sent.</summary>
    public static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Seconds or milliseconds since 1970, as the provider signs it; empty where it signs none.</summary>
    public string Time { get; init; } = "";

    /// <summary>The header that holds the time; null where none is signed.</summary>
    public string? TimeHeader { get; init; }

    /// <summary>The header that holds the proof; null where it is in the address or in the body.</summary>
    public string? ProofHeader { get; init; }

    /// <summary>What of the proof may be written in another way, such as a scheme's name: so many characters at its beginning.</summary>
    public int ProofSkips { get; init; }

    /// <summary>True when the proof is made of the body's bytes.</summary>
    public bool CoversBody { get; init; }

    /// <summary>The secret's text where the sender shows it in the body.</summary>
    public string? ShownInBody { get; init; }

    /// <summary>False where nothing is ever made of what the provider says.</summary>
    public bool MeansSomething { get; init; } = true;

    public IConnector Connector => ConnectorRegistry.For(Provider) ?? throw new InvalidOperationException($"Nobody knows {Provider}.");

    public WebhookRequest Genuine => Prove(System.Text.Encoding.UTF8.GetBytes(Body), Secret, Time);

    public override string ToString() => $"{Provider}, {Name}";

    public static WebhookRequest Request(byte[] body, string query, params (string Name, string Value)[] headers) =>
        new("POST", Url + query, new WebhookHeaders(headers.Select(header => KeyValuePair.Create(header.Name, header.Value))), body);
}
