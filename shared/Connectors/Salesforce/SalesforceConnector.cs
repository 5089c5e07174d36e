using System.Text.Json;
using SalesPerf.Connectors.Imports;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Salesforce;

/// <summary>Salesforce: Outbound Messages (SOAP) as it sends them itself, and change data capture events (JSON) as a relay posts them. The bytes say which.</summary>
public sealed class SalesforceConnector : IConnector
{
    private const int MaxBytes = 1024 * 1024;
    private const int MaxEvents = 1_000;

    private static readonly ReadError Unreadable = new(string.Empty, "One Outbound Message of at most 100 notifications is expected, as XML in UTF-8 without a document type.");

    public string Provider => "salesforce";

    public IReadOnlyDictionary<string, StageSetting> DefaultStages => SalesforceDefaults.Stages;

    public int? LaterStatus => 503;

    public ProviderReply? Later(WebhookRequest request) => IsXml(request.Body.Span) ? OutboundReplies.Later : null;

    public ProviderMapping Mapping { get; } = new()
    {
        Fields = new Dictionary<string, string>(SalesforceDeals.Fields.Select(field => KeyValuePair.Create(field.Field, field.Name))) { [SalesforceActivities.ConversationField] = SalesforceActivities.Conversation },
        ActivityTypes = SalesforceActivities.Types,
        IsAnyActivity = true,
        Pipeline = SalesforceDeals.Pipeline,
    };

    public ConnectorResult Read(WebhookRequest request, Source source, SourceSecrets secrets, DateTimeOffset now)
    {
        if (!IsXml(request.Body.Span))
        {
            return SalesforceSecret.RefusalOfRelay(request, secrets) ?? ReadEvents(request, source, now);
        }

        // The organization is known by what it says, so nothing of an unreadable message is from anybody known.
        var message = Message(request);
        var refusal = SalesforceSecret.RefusalOfMessage(request, message?.OrganizationId, secrets);
        return refusal is null ? ReadMessage(message, source, now) : refusal with { Reply = OutboundReplies.Unknown };
    }

    public ConnectorResult ReadVerified(WebhookRequest request, Source source, DateTimeOffset now) =>
        IsXml(request.Body.Span) ? ReadMessage(Message(request), source, now) : ReadEvents(request, source, now);

    public bool IsContent(string header) => MediaType.IsHeader(header);

    public ReadOnlyMemory<byte> WithoutSecrets(ReadOnlyMemory<byte> body) => IsXml(body.Span) || body.Span.IndexOf("SessionId"u8) >= 0 ? OutboundSecrets.Masked(body.Span) : body;

    public RecordName? RecordOf(ImportedActivity row, Source source) =>
        row is not { Object: { } id, Activity.RecordType: null } ? null
        : SalesforceActivities.IsOf(id, "00T") ? new RecordName(ActivityTypes.Task, SalesforceId.Long(id))
        : SalesforceActivities.IsOf(id, "00U") ? new RecordName(ActivityTypes.Meeting, SalesforceId.Long(id))
        : null;

    public string? KeyOf(ImportedActivity row, Source source) => SalesforceActivities.KeyOf(row);

    public string? SecretProblem(string secret) => SalesforceSecret.Problem(secret);

    private static OutboundMessage? Message(WebhookRequest request) => request.Body.Length > MaxBytes ? null : OutboundMessage.Parse(request.Body.Span);

    private static ConnectorResult ReadMessage(OutboundMessage? message, Source source, DateTimeOffset now)
    {
        if (message is not { Notifications.Count: > 0 and <= OutboundMessage.MaxNotifications })
        {
            return new ConnectorResult.BadRequest(Unreadable) { Reply = OutboundReplies.Unreadable };
        }

        var items = new List<ReadItem>();
        foreach (var (index, notification) in message.Notifications.Index())
        {
            var errors = new ReadErrors();
            items.AddRange(OutboundNotification.Read(index, notification, source.Id, now, errors) is { } happened
                ? Meaning(happened, source)
                : [new RejectedItem(index, errors.All)]);
        }

        return new ConnectorResult.Accepted(items) { Reply = OutboundReplies.Ack, Alone = message.Alone };
    }

    private static ConnectorResult ReadEvents(WebhookRequest request, Source source, DateTimeOffset now)
    {
        var body = request.Body.Span;
        if (!StrictJson.StartsArray(body) || body.Length > MaxBytes)
        {
            return JsonBody.Read(request, MaxBytes, out var refusal) is { } only ? new ConnectorResult.Accepted([.. ReadEvent(0, only, source, now)]) : refusal!;
        }

        if (!MediaType.IsJsonOrAbsent(request.Headers))
        {
            return new ConnectorResult.UnsupportedMediaType("application/json");
        }

        if (StrictJson.Elements(body, MaxEvents, out var error) is not { } ranges)
        {
            return new ConnectorResult.BadRequest(error!);
        }

        var items = new List<ReadItem>(ranges.Count);
        foreach (var (index, range) in ranges.Index())
        {
            items.AddRange(StrictJson.Parse(body[range], out error) is { } value ? ReadEvent(index, value, source, now) : [new RejectedItem(index, [error!])]);
        }

        return new ConnectorResult.Accepted(items) { Parts = ranges };
    }

    private static IEnumerable<ReadItem> ReadEvent(int index, JsonElement item, Source source, DateTimeOffset now)
    {
        var events = ChangeEvent.Read(index, item, source.Id, now, out var other);
        return other is not null ? [other] : events.SelectMany(happened => Meaning(happened, source));
    }

    private static IEnumerable<ReadItem> Meaning(SalesforceEvent happened, Source source) =>
        happened.Entity == "Opportunity" ? SalesforceDeals.Read(happened, source) : [SalesforceActivities.Read(happened, source)];

    /// <summary>True when the first character that is not white space opens a tag.</summary>
    internal static bool IsXml(ReadOnlySpan<byte> body)
    {
        var text = (body.StartsWith("\uFEFF"u8) ? body["\uFEFF"u8.Length..] : body).TrimStart(" \t\r\n\0"u8);
        return text.Length > 0 && text[0] is (byte)'<' or 0xFE or 0xFF;
    }
}
