using System.Text.Json;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Text;

namespace SalesPerf.Connectors.CloudEvents;

/// <summary>Binary mode: attributes in <c>ce-</c> headers, the data as the body, its media type in Content-Type.</summary>
internal static class CloudEventHeaders
{
    private const string Prefix = "ce-";

    public static CloudEventMessage Parse(ReadOnlySpan<byte> body, MediaType? media, WebhookHeaders headers)
    {
        var isJson = media is null or { IsJson: true };
        JsonElement? data = null;
        if (isJson && body.Length is > 0 and <= ItemLimits.MaxItemBytes)
        {
            data = StrictJson.Parse(body, out var malformed);
            if (malformed is not null)
            {
                return new CloudEventMessage([], new ConnectorResult.BadRequest(malformed));
            }
        }

        if (body.Length > ItemLimits.MaxItemBytes)
        {
            return new CloudEventMessage([new ParsedEvent(0, null, [ItemLimits.TooLarge])]);
        }

        var errors = new ReadErrors();
        var attributes = new JsonMembers(Attributes(headers, errors), string.Empty, errors);
        var parsed = CloudEventAttributes.Take(attributes) with { DataContentType = media?.Name, Data = data };
        foreach (var (name, _) in attributes.Rest)
        {
            if (name == "datacontenttype")
            {
                attributes.Problem(name, "In binary mode Content-Type says it.");
            }
            else if (!CloudEventAttributes.IsName(name))
            {
                attributes.Problem(name, "Attribute names are lower-case letters and digits.");
            }
        }

        return new CloudEventMessage([errors.Any ? new ParsedEvent(0, null, errors.All) : new ParsedEvent(0, parsed, [])]);
    }

    /// <summary>The decoded headers as an object, so that one set of rules reads every mode.</summary>
    private static JsonElement Attributes(WebhookHeaders headers, ReadErrors errors)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (header, values) in headers.Where(header => header.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)))
        {
            var name = header[Prefix.Length..].ToLowerInvariant();
            var text = values.Count == 1 ? HeaderText.Decode(values[0]) : null;
            if (text is null)
            {
                errors.Add(JsonPointer.Append(string.Empty, name), values.Count == 1 ? "The header is not well-formed." : "The header appears twice.");
            }

            attributes[name] = text ?? "?";
        }

        return JsonSerializer.SerializeToElement(attributes);
    }
}
