using System.Text.Json;
using System.Text.Json.Nodes;

namespace SalesPerf.Contracts.Validation;

/// <summary>
/// Makes of a document with errors one that can be read, so that rules can say what else is wrong: values that cannot be read are left out, or, where one is
/// required, something of the right form stands in for them. Lists keep their length, so that pointers keep their meaning.
/// </summary>
internal sealed class SchemaMend
{
    private readonly HashSet<string> wrong;
    private readonly HashSet<string> unreadable;

    private readonly bool isThorough;

    /// <param name="errors">All there are.</param>
    /// <param name="isThorough">True replaces every value with an error; false only those of the wrong type, and days, instants and decimals that are none.</param>
    public SchemaMend(IReadOnlyList<SchemaError> errors, bool isThorough)
    {
        this.isThorough = isThorough;
        wrong = errors.Select(error => error.Pointer).ToHashSet(StringComparer.Ordinal);
        unreadable = errors.Where(error => error.IsShape).Select(error => error.Pointer).ToHashSet(StringComparer.Ordinal);
    }

    public JsonNode? Value(SchemaNode? node, JsonElement value, string pointer)
    {
        node = Target(node);
        if (IsLost(node, value, pointer))
        {
            return StandIn(node);
        }

        return value.ValueKind switch
        {
            JsonValueKind.Object => Object(node, value, pointer),
            JsonValueKind.Array => new JsonArray([.. value.EnumerateArray().Select((item, index) => Value(node?.Items, item, $"{pointer}/{index}"))]),
            JsonValueKind.Null => null,
            _ => JsonValue.Create(value),
        };
    }

    private JsonObject Object(SchemaNode? node, JsonElement value, string pointer)
    {
        var mended = new JsonObject();
        foreach (var property in value.EnumerateObject())
        {
            var place = $"{pointer}/{SchemaValues.Escape(property.Name)}";
            var known = node?.Properties.GetValueOrDefault(property.Name) ?? node?.AdditionalProperties;
            if (!IsLost(Target(known), property.Value, place))
            {
                mended.Add(property.Name, Value(known, property.Value, place));
            }
        }

        foreach (var name in node?.Required ?? [])
        {
            if (!mended.ContainsKey(name))
            {
                mended.Add(name, StandIn(node?.Properties.GetValueOrDefault(name)));
            }
        }

        return mended;
    }

    private bool IsLost(SchemaNode? node, JsonElement value, string pointer) =>
        unreadable.Contains(pointer)
        || (value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array) && wrong.Contains(pointer) && (isThorough || node?.Format is "date" or "date-time" or "decimal"));

    /// <summary>Something of the schema's form; what it says is told to nobody.</summary>
    private static JsonNode? StandIn(SchemaNode? schema)
    {
        var node = Target(schema);
        return node switch
        {
            null => null,
            { Default.ValueKind: not JsonValueKind.Undefined } => JsonSerializer.SerializeToNode(node.Default),
            { Enumeration: { } listed } => listed[0],
            { Format: "date" } => "1900-01-01",
            { Format: "date-time" } => "1900-01-01T00:00:00Z",
            { Format: "currency" } => "USD",
            { Format: "zone" } => "Etc/UTC",
            { Format: "decimal" } => JsonValue.Create(Math.Max(node.Minimum ?? 0m, node.ExclusiveMinimum + 1m ?? 0m)),
            _ when node.Types.HasFlag(JsonTypes.Null) => null,
            _ when node.Types.HasFlag(JsonTypes.Object) => Whole(node),
            _ when node.Types.HasFlag(JsonTypes.Array) => new JsonArray(),
            _ when node.Types.HasFlag(JsonTypes.String) => "x",
            _ when node.Types.HasFlag(JsonTypes.Boolean) => false,
            _ => JsonValue.Create((int)Math.Max(node.Minimum ?? 1m, 1m)),
        };
    }

    private static JsonObject Whole(SchemaNode node)
    {
        var whole = new JsonObject();
        foreach (var name in node.Required)
        {
            whole.Add(name, StandIn(node.Properties.GetValueOrDefault(name)));
        }

        return whole;
    }

    private static SchemaNode? Target(SchemaNode? node)
    {
        while (node?.Reference is { } reference)
        {
            node = reference;
        }

        return node;
    }
}
