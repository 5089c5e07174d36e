using System.Collections.ObjectModel;
using System.Text.Json;
using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Imports;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Connectors.Signing;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Aircall;

/// <summary>Aircall webhooks: one event a request; the sender is known by the token in the body alone.</summary>
public sealed class AircallConnector : IConnector
{
    private const int MaxBytes = 256 * 1024;
    private const int ShortestSecret = 8;
    private const string Token = "token";

    public string Provider => "aircall";

    /// <summary>Every refusal counts towards its switching the webhook off.</summary>
    public int? LaterStatus => null;

    public IReadOnlyDictionary<string, StageSetting> DefaultStages => ReadOnlyDictionary<string, StageSetting>.Empty;

    public bool IsDroppedWhenOff => true;

    public ProviderMapping Mapping { get; } = new() { ActivityTypes = new Dictionary<string, string> { ["call"] = ActivityTypes.CallCompleted }, HasOwnerMail = true };

    public ConnectorResult Read(WebhookRequest request, Source source, SourceSecrets secrets, DateTimeOffset now)
    {
        if (secrets.Active.Count == 0)
        {
            return new ConnectorResult.Unauthorized("secret-missing");
        }

        // What cannot be parsed shows no token, so it is nobody's: nothing of it may be kept.
        if (request.Body.Length > MaxBytes
            || StrictJson.Parse(request.Body.Span, out _) is not { } body
            || body.At(Token) is not { ValueKind: JsonValueKind.String } token)
        {
            return new ConnectorResult.Unauthorized("signature-missing");
        }

        return SecretText.IsSecret(token.GetString()!, secrets.Active.Select(secret => secret.Trim()))
            ? ReadVerified(request, source, now)
            : new ConnectorResult.Unauthorized("signature-wrong");
    }

    public ConnectorResult ReadVerified(WebhookRequest request, Source source, DateTimeOffset now) =>
        JsonBody.Read(request, MaxBytes, out var refusal) is { } body
            ? new ConnectorResult.Accepted([AircallCall.Read(body, source, now)]) { Reply = ProviderReply.Ok }
            : refusal!;

    public bool IsContent(string header) => MediaType.IsHeader(header);

    public ReadOnlyMemory<byte> WithoutSecrets(ReadOnlyMemory<byte> body) => JsonMask.Member(body, Token);

    public string? KeyOf(ImportedActivity row, Source source) => EventKey.CallOf(row, source, AircallCall.KeyOf);

    public string? SecretProblem(string secret) =>
        secret.Trim().Length < ShortestSecret ? "The webhook's token, as Aircall shows it, is expected." : null;
}
