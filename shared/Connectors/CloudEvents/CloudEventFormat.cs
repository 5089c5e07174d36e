using System.Text.Json;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Text;

namespace SalesPerf.Connectors.CloudEvents;

/// <summary>Reads CloudEvents 1.0 over HTTP: structured and batched JSON, and binary mode.</summary>
public static class CloudEventFormat
{
    private const string Expected = "application/cloudevents+json, application/cloudevents-batch+json, or JSON with ce- headers";

    /// <summary>Which events a request carries. The mode follows from the content type; the batch prefix is tested before the structured one.</summary>
    /// <param name="body">The body, unpacked.</param>
    /// <param name="contentType">The Content-Type header; null when absent.</param>
    /// <param name="headers">All headers.</param>
    public static CloudEventMessage Parse(ReadOnlyMemory<byte> body, string? contentType, WebhookHeaders headers)
    {
        var media = contentType is null ? null : MediaType.Parse(contentType);
        if (contentType is not null && media is not { IsUtf8: true })
        {
            return Unsupported();
        }

        var name = media?.Name ?? string.Empty;
        if (name.StartsWith("application/cloudevents-batch", StringComparison.Ordinal))
        {
            return name == "application/cloudevents-batch+json" ? ParseBatch(body.Span) : Unsupported();
        }

        if (name.StartsWith("application/cloudevents", StringComparison.Ordinal))
        {
            return name == "application/cloudevents+json" ? ParseStructured(body.Span) : Unsupported();
        }

        return headers.Has("ce-specversion") ? CloudEventHeaders.Parse(body.Span, media, headers) : Unsupported();
    }

    private static CloudEventMessage ParseStructured(ReadOnlySpan<byte> body)
    {
        if (body.Length > ItemLimits.MaxItemBytes)
        {
            return new CloudEventMessage([new ParsedEvent(0, null, [ItemLimits.TooLarge])]);
        }

        if (StrictJson.Parse(body, out var error) is not { } value)
        {
            return new CloudEventMessage([], new ConnectorResult.BadRequest(error!));
        }

        return value.ValueKind == JsonValueKind.Object
            ? new CloudEventMessage([CloudEventJson.Parse(0, value)])
            : new CloudEventMessage([], new ConnectorResult.BadRequest(new ReadError(string.Empty, "An object is expected.")));
    }

    private static CloudEventMessage ParseBatch(ReadOnlySpan<byte> body)
    {
        if (StrictJson.Elements(body, ItemLimits.MaxItems, out var error) is not { } ranges)
        {
            return new CloudEventMessage([], new ConnectorResult.BadRequest(error!));
        }

        var events = new List<ParsedEvent>(ranges.Count);
        foreach (var range in ranges)
        {
            var item = body[range];
            events.Add(item.Length > ItemLimits.MaxItemBytes ? new ParsedEvent(events.Count, null, [ItemLimits.TooLarge])
                : StrictJson.Parse(item, out error) is not { } value ? new ParsedEvent(events.Count, null, [error!])
                : value.ValueKind == JsonValueKind.Object ? CloudEventJson.Parse(events.Count, value)
                : new ParsedEvent(events.Count, null, [new ReadError(string.Empty, "An object is expected.")]));
        }

        return new CloudEventMessage(events) { Parts = ranges };
    }

    private static CloudEventMessage Unsupported() => new([], new ConnectorResult.UnsupportedMediaType(Expected));
}
