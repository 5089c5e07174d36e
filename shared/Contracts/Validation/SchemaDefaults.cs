using System.Text.Json;
using System.Text.Json.Nodes;

namespace SalesPerf.Contracts.Validation;

/// <summary>Puts defaults where a document says nothing.</summary>
internal static class SchemaDefaults
{
    public static JsonNode? Fill(SchemaNode? node, JsonElement value)
    {
        while (node?.Reference is { } reference)
        {
            node = reference;
        }

        return value.ValueKind switch
        {
            JsonValueKind.Object => FillObject(node, value),
            JsonValueKind.Array => new JsonArray([.. value.EnumerateArray().Select(item => Fill(node?.Items, item))]),
            JsonValueKind.Null => null,
            _ => JsonValue.Create(value),
        };
    }

    private static JsonObject FillObject(SchemaNode? node, JsonElement value)
    {
        var filled = new JsonObject();
        foreach (var property in value.EnumerateObject())
        {
            filled.Add(property.Name, Fill(node?.Properties.GetValueOrDefault(property.Name) ?? node?.AdditionalProperties, property.Value));
        }

        foreach (var (name, known) in node?.Properties ?? [])
        {
            if (known.Default.ValueKind != JsonValueKind.Undefined && !filled.ContainsKey(name))
            {
                // Defaults of objects inside a default are the author's to write out.
                filled.Add(name, Fill(null, known.Default));
            }
        }

        return filled;
    }
}
