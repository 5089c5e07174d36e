using System.Collections.ObjectModel;
using System.Text.Json;
using SalesPerf.Connectors.CloudEvents;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Signing;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.EventGrid;

/// <summary>
/// Azure Event Grid: a batch of events in its own schema, or CloudEvents, whose data is our own shape. The sender shows a key in the address or in a header.
/// </summary>
public sealed class EventGridConnector : IConnector
{
    private const string KindHeader = "aeg-event-type";
    private const string CloudEventsType = "application/cloudevents";

    public string Provider => "event-grid";

    public bool IsAlwaysTaken => false;

    public IReadOnlyDictionary<string, StageSetting> DefaultStages => ReadOnlyDictionary<string, StageSetting>.Empty;

    public ConnectorResult Read(WebhookRequest request, Source source, SourceSecrets secrets, DateTimeOffset now) =>
        Handshake(request) ?? SharedKey.Refusal(request, secrets) ?? ReadVerified(request, source, now);

    public ConnectorResult ReadVerified(WebhookRequest request, Source source, DateTimeOffset now)
    {
        var isCloudEvents = request.Headers.One("Content-Type") is { } type && type.StartsWith(CloudEventsType, StringComparison.OrdinalIgnoreCase);
        var result = isCloudEvents ? ReadCloudEvents(request, source, now) : ReadEvents(request, source, now);

        // Whatever was rejected is kept here; any other answer would have Event Grid send it for a day.
        return result is ConnectorResult.Accepted { Items.Count: > 0 } ? result with { Reply = ProviderReply.Ok } : result;
    }

    public bool IsAskedFirst => true;

    public bool IsContent(string header) => MediaType.IsHeader(header);

    public string? SecretProblem(string secret) => SharedKey.Problem(secret);

    /// <summary>Event Grid asks before it delivers, and wants the code back. It gives nothing away, so whoever asks is answered.</summary>
    private static ConnectorResult? Handshake(WebhookRequest request)
    {
        const int longestCode = 512;
        if (!string.Equals(request.Headers.One(KindHeader), "SubscriptionValidation", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return request.Body.Length <= ItemLimits.MaxItemBytes
            && StrictJson.Parse(request.Body.Span, out _) is { ValueKind: JsonValueKind.Array } events
            && events.GetArrayLength() == 1
            && events[0].TextAt("data", "validationCode") is { Length: <= longestCode } code
                ? JsonReply.Handshake(("validationResponse", code))
                : new ConnectorResult.Unauthorized("signature-missing");
    }

    private static ConnectorResult ReadEvents(WebhookRequest request, Source source, DateTimeOffset now)
    {
        if (!MediaType.IsJsonOrAbsent(request.Headers))
        {
            return new ConnectorResult.UnsupportedMediaType("application/json");
        }

        if (StrictJson.Elements(request.Body.Span, ItemLimits.MaxItems, out var error) is not { } ranges)
        {
            return new ConnectorResult.BadRequest(error!);
        }

        var items = new List<ReadItem>(ranges.Count);
        foreach (var range in ranges)
        {
            var item = request.Body.Span[range];
            items.Add(item.Length > ItemLimits.MaxItemBytes ? new RejectedItem(items.Count, [ItemLimits.TooLarge])
                : StrictJson.Parse(item, out error) is { } value ? EventGridEvent.Read(items.Count, value, source.Id, now)
                : new RejectedItem(items.Count, [error!]));
        }

        return new ConnectorResult.Accepted(items) { Parts = ranges };
    }

    private static ConnectorResult ReadCloudEvents(WebhookRequest request, Source source, DateTimeOffset now)
    {
        var message = CloudEventFormat.Parse(request.Body, request.Headers.One("Content-Type"), request.Headers);
        return message.Refusal
            ?? new ConnectorResult.Accepted([.. message.Events.Select(parsed => EventGridEvent.Read(parsed, source.Id, now))]) { Parts = message.Parts };
    }
}
