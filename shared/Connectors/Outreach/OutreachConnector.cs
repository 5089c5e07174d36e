using System.Collections.ObjectModel;
using SalesPerf.Connectors.Imports;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Connectors.Signing;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Outreach;

/// <summary>
/// Outreach webhooks. Outreach takes every answer as the end of the matter, errors too: so whatever comes from the right sender is answered with 200 and kept,
/// even if it cannot be read, and no media type is refused.
/// </summary>
public sealed class OutreachConnector : IConnector
{
    private const int MaxBytes = 1024 * 1024;

    public string Provider => "outreach";

    public IReadOnlyDictionary<string, StageSetting> DefaultStages => ReadOnlyDictionary<string, StageSetting>.Empty;

    public int? LaterStatus => null;

    public bool IsDroppedWhenOff => true;

    public ProviderMapping Mapping { get; } = new()
    {
        Fields = OutreachOpportunity.Facts.Select(fact => (fact.Field, fact.Name)).Concat(OutreachOpportunity.Relations.Select(relation => (relation.Field, Name: relation.Relationship)))
            .DistinctBy(field => field.Field).ToDictionary(field => field.Field, field => field.Name),
        ActivityTypes = OutreachActivities.Types,
        IsAnyActivity = true,
    };

    public ConnectorResult Read(WebhookRequest request, Source source, SourceSecrets secrets, DateTimeOffset now) =>
        HmacSignature.Refusal(request, "Outreach-Webhook-Signature", secrets, secret => HmacSignature.Sha256Hex(HmacSignature.KeyOf(secret), "", request.Body.Span))
            ?? ReadVerified(request, source, now);

    public ConnectorResult ReadVerified(WebhookRequest request, Source source, DateTimeOffset now) =>
        new ConnectorResult.Accepted([Item(request.Body.Span, source, now)]) { Reply = ProviderReply.Ok };

    public bool IsContent(string header) => false;

    public string? KeyOf(ImportedActivity row, Source source) => OutreachActivities.KeyOf(row, source);

    public string? SecretProblem(string secret) =>
        string.IsNullOrWhiteSpace(secret) ? "The secret given when the webhook was created is expected." : null;

    private static ReadItem Item(ReadOnlySpan<byte> body, Source source, DateTimeOffset now)
    {
        if (body.Length > MaxBytes)
        {
            return new RejectedItem(0, [new ReadError(string.Empty, "The body is over this provider's limit.")]);
        }

        return StrictJson.Parse(body, out var error) is { } value ? OutreachActivities.Read(value, source, now) : new RejectedItem(0, [error!]);
    }
}
