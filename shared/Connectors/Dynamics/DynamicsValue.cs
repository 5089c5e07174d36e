using System.Text.Json;
using SalesPerf.Connectors.Json;

namespace SalesPerf.Connectors.Dynamics;

/// <summary>
/// Dataverse's values. An object says by <c>__type</c> what it is; only the five known names are read, by name and never by making what a
/// name asks for. In images the name may be missing: then the members tell.
/// </summary>
internal static class DynamicsValue
{
    private const string Contracts = ":http://schemas.microsoft.com/xrm/2011/Contracts";

    /// <summary>What an object is: one of the five names; empty when it does not say; null for any other type.</summary>
    public static string? TypeOf(JsonElement value)
    {
        if (value.At("__type") is not { } type)
        {
            return string.Empty;
        }

        return type.ValueKind == JsonValueKind.String && type.GetString()!.Split(Contracts) is [("Entity" or "EntityReference" or "OptionSetValue" or "Money" or "EntityCollection") and var name, ""]
            ? name
            : null;
    }

    /// <summary>A value's text: the id of a reference, the number of an option or of money; null for null and for what has none. <paramref name="isKnown"/> is false for a type that is not read.</summary>
    public static string? Text(JsonElement value, out bool isKnown)
    {
        isKnown = true;
        if (value.ValueKind != JsonValueKind.Object)
        {
            return value.ValueKind switch
            {
                JsonValueKind.True => "true",
                JsonValueKind.False => "false",
                _ => JsonText.Scalar(value),
            };
        }

        var type = TypeOf(value);
        isKnown = type is not null;
        return type switch
        {
            "EntityReference" => Id(value.TextAt("Id")),
            "OptionSetValue" or "Money" => value.TextAt("Value"),
            "" => Id(value.TextAt("Id")) ?? value.TextAt("Value"),
            _ => null,
        };
    }

    /// <summary>Ids without braces and in lower case, so that one record has one id; null for the empty one.</summary>
    public static string? Id(string? text) => Guid.TryParse(text, out var id) && id != Guid.Empty ? id.ToString("D") : null;

    /// <summary>The value under a key of a list of key/value pairs.</summary>
    public static JsonElement? Under(this IEnumerable<JsonElement> pairs, string key)
    {
        foreach (var pair in pairs)
        {
            if (string.Equals(pair.TextAt("key"), key, StringComparison.OrdinalIgnoreCase))
            {
                return pair.At("value");
            }
        }

        return null;
    }
}
