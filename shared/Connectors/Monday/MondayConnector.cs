using System.Text.Json;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Monday;

/// <summary>Webhooks of a monday board whose items are deals: one event a request, answered 200.</summary>
public sealed class MondayConnector : IConnector
{
    private const int MaxBytes = 256 * 1024;
    private const int LongestChallenge = 512;

    public string Provider => "monday";

    /// <summary>The labels that end a deal on monday's own deals board; others must be set by the customer.</summary>
    public IReadOnlyDictionary<string, StageSetting> DefaultStages { get; } = new Dictionary<string, StageSetting>(StringComparer.Ordinal)
    {
        ["Won"] = new("won", 100m),
        ["Lost"] = new("lost", 0m),
    };

    public ProviderMapping Mapping { get; } = new()
    {
        Fields = new Dictionary<string, string>
        {
            [RecordFields.Stage] = "deal_stage",
            [RecordFields.Amount] = "deal_value",
            [RecordFields.ExpectedCloseDate] = "deal_expected_close_date",
            [RecordFields.Probability] = "deal_close_probability",
            [RecordFields.Owner] = "deal_owner",
        },
        Pipeline = "boardId",
    };

    public ConnectorResult Read(WebhookRequest request, Source source, SourceSecrets secrets, DateTimeOffset now) =>
        Challenge(request) ?? MondaySignature.Refusal(request, source, secrets, now) ?? ReadVerified(request, source, now);

    public ConnectorResult ReadVerified(WebhookRequest request, Source source, DateTimeOffset now) =>
        JsonBody.Read(request, MaxBytes, out var refusal) is { } body
            ? new ConnectorResult.Accepted([MondayEvent.Read(body, source, now)]) { Reply = ProviderReply.Ok }
            : refusal!;

    public bool IsAskedFirst => true;

    public bool IsContent(string header) => MediaType.IsHeader(header);

    public string? SecretProblem(string secret) =>
        secret.Trim().Length < 16 ? "The app's signing secret, or the token in the webhook's address, of at least 16 characters is expected." : null;

    /// <summary>monday asks before a webhook is made, and wants its question back. It gives nothing away, so whoever asks is answered.</summary>
    private static ConnectorResult.Handshake? Challenge(WebhookRequest request) =>
        request.Body.Length <= 2 * LongestChallenge
        && StrictJson.Parse(request.Body.Span, out _) is { ValueKind: JsonValueKind.Object } body
        && body.At("event") is null
        && body.At("challenge") is { ValueKind: JsonValueKind.String } challenge
        && challenge.GetString() is { Length: > 0 and <= LongestChallenge } text
            ? JsonReply.Handshake(("challenge", text))
            : null;
}
