using System.Globalization;
using System.Text.Json;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Text;

namespace SalesPerf.Connectors.CloudEvents;

/// <summary>The JSON event format. Null means absent; <c>data</c> and <c>data_base64</c> exclude each other.</summary>
internal static class CloudEventJson
{
    private const string Base64Name = "data_base64";

    public static ParsedEvent Parse(int index, JsonElement value)
    {
        var errors = new ReadErrors();
        var members = new JsonMembers(value, string.Empty, errors);
        var parsed = CloudEventAttributes.Take(members);
        var contentType = ContentType(members, out var isJson);
        var data = members.Take("data");
        if (members.TakeValue(Base64Name) is { } base64)
        {
            if (data is not null)
            {
                members.Problem(Base64Name, "Give either data or data_base64.");
            }

            data = Unpack(members, base64, isJson);
        }

        foreach (var (name, extension) in members.Rest)
        {
            if (!CloudEventAttributes.IsName(name))
            {
                members.Problem(name, "Attribute names are lower-case letters and digits.");
            }
            else if (!IsAttributeValue(extension))
            {
                members.Problem(name, "A text, a boolean or a whole number of 32 bits is expected.");
            }
        }

        return errors.Any
            ? new ParsedEvent(index, null, errors.All)
            : new ParsedEvent(index, parsed with { DataContentType = contentType, Data = isJson ? data : null }, []);
    }

    private static string? ContentType(JsonMembers members, out bool isJson)
    {
        const string name = "datacontenttype";
        isJson = true;
        if (members.TakeText(name, ItemLimits.MaxId) is not { } text)
        {
            return null;
        }

        var media = MediaType.Parse(text);
        isJson = media is { IsJson: true };
        if (media is null)
        {
            members.Problem(name, "A media type is expected.");
        }

        return text;
    }

    private static JsonElement? Unpack(JsonMembers members, JsonElement base64, bool isJson)
    {
        if (base64.ValueKind != JsonValueKind.String || !base64.TryGetBytesFromBase64(out var bytes))
        {
            members.Problem(Base64Name, "Base64 is expected.");
            return null;
        }

        if (!isJson)
        {
            return null;
        }

        var data = StrictJson.Parse(bytes, out var error);
        if (error is not null)
        {
            members.Problem(Base64Name, $"The data inside: {error.Detail}");
        }

        return data;
    }

    private static bool IsAttributeValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.True or JsonValueKind.False => true,
        JsonValueKind.String => value.GetString() is { } text && (text.Length == 0 || PlainText.Problem(text, ItemLimits.MaxItemBytes) is null),
        JsonValueKind.Number => JsonText.IsInteger(value) && int.TryParse(JsonText.Raw(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        _ => false,
    };
}
