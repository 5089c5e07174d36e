using System.Text.Json;
using System.Text.RegularExpressions;

namespace SalesPerf.Contracts.Validation;

/// <summary>Reads a schema, and refuses what the check would pass over in silence.</summary>
internal sealed class SchemaReader
{
    private readonly Dictionary<string, SchemaNode> definitions = new(StringComparer.Ordinal);

    public static SchemaNode Read(JsonElement schema)
    {
        var reader = new SchemaReader();
        if (schema.TryGetProperty("$defs", out var definitions))
        {
            foreach (var definition in definitions.EnumerateObject())
            {
                reader.definitions[definition.Name] = new SchemaNode();
            }

            foreach (var definition in definitions.EnumerateObject())
            {
                reader.Fill(reader.definitions[definition.Name], definition.Value);
            }
        }

        return reader.Node(schema);
    }

    private SchemaNode Node(JsonElement schema)
    {
        var node = new SchemaNode();
        Fill(node, schema);
        return node;
    }

    private void Fill(SchemaNode node, JsonElement schema)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            Keyword(node, keyword.Name, keyword.Value);
        }

        if (node.UniqueItems && (node.MaxItems is null || node.Items is not { Types: JsonTypes.String }))
        {
            throw new FormatException("uniqueItems needs maxItems and items that are strings.");
        }
    }

    private void Keyword(SchemaNode node, string name, JsonElement value)
    {
        switch (name)
        {
            case "$schema" or "$id" or "$defs" or "title" or "description":
                break;
            case "default":
                node.Default = value.Clone();
                break;
            case "$ref":
                node.Reference = Definition(value.GetString()!);
                break;
            case "type":
                node.Types = Types(value);
                break;
            case "required":
                node.Required = [.. value.EnumerateArray().Select(item => item.GetString()!)];
                break;
            case "properties":
                foreach (var property in value.EnumerateObject())
                {
                    node.Properties[property.Name] = Node(property.Value);
                }

                break;
            case "additionalProperties":
                node.IsOpen = value.ValueKind != JsonValueKind.False;
                node.AdditionalProperties = value.ValueKind == JsonValueKind.Object ? Node(value) : null;
                break;
            case "propertyNames":
                node.PropertyNames = Node(value);
                break;
            case "maxProperties":
                node.MaxProperties = value.GetInt32();
                break;
            case "enum":
                node.Enumeration = [.. value.EnumerateArray().Select(item => item.GetString())];
                break;
            case "items":
                node.Items = Node(value);
                break;
            case "minItems":
                node.MinItems = value.GetInt32();
                break;
            case "maxItems":
                node.MaxItems = value.GetInt32();
                break;
            case "uniqueItems":
                node.UniqueItems = value.GetBoolean();
                break;
            default:
                ScalarKeyword(node, name, value);
                break;
        }
    }

    private static void ScalarKeyword(SchemaNode node, string name, JsonElement value)
    {
        switch (name)
        {
            case "pattern":
                node.Pattern = Pattern(value.GetString()!);
                break;
            case "format":
                node.Format = value.GetString() is "date" or "date-time" or "decimal" or "currency" or "zone"
                    ? value.GetString()
                    : throw new FormatException($"The format {value.GetString()} is not known.");
                break;
            case "minLength":
                node.MinLength = value.GetInt32();
                break;
            case "maxLength":
                node.MaxLength = value.GetInt32();
                break;
            case "minimum":
                node.Minimum = value.GetDecimal();
                break;
            case "exclusiveMinimum":
                node.ExclusiveMinimum = value.GetDecimal();
                break;
            case "maximum":
                node.Maximum = value.GetDecimal();
                break;
            default:
                throw new FormatException($"The keyword {name} is not known.");
        }
    }

    private SchemaNode Definition(string reference) =>
        reference.StartsWith("#/$defs/", StringComparison.Ordinal) && definitions.TryGetValue(reference["#/$defs/".Length..], out var node)
            ? node
            : throw new FormatException($"The reference {reference} leads nowhere.");

    private static JsonTypes Types(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? value.EnumerateArray().Aggregate(JsonTypes.None, (types, item) => types | Types(item))
        : value.GetString() switch
        {
            "null" => JsonTypes.Null,
            "boolean" => JsonTypes.Boolean,
            "object" => JsonTypes.Object,
            "array" => JsonTypes.Array,
            "number" => JsonTypes.Number,
            "integer" => JsonTypes.Integer,
            "string" => JsonTypes.String,
            var other => throw new FormatException($"The type {other} is not known."),
        };

    /// <summary>ECMAScript's <c>$</c> is the very end; .NET's would let a line break follow.</summary>
    private static Regex Pattern(string pattern) => pattern.StartsWith('^') && pattern.EndsWith('$') && !pattern.Contains('|', StringComparison.Ordinal)
        ? new Regex($"\\A{pattern[1..^1]}\\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)
        : throw new FormatException($"The pattern {pattern} must span the whole text, without alternatives.");
}
