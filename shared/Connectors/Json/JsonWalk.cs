using System.Text.Json;

namespace SalesPerf.Connectors.Json;

/// <summary>Looks into payloads of which only some members matter: the rest is the provider's own.</summary>
internal static class JsonWalk
{
    /// <summary>The member at a path of names, JSON null included; null when it, or an object on the way, is not there.</summary>
    public static JsonElement? At(this JsonElement value, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
            {
                return null;
            }
        }

        return value;
    }

    /// <summary>The text at a path, or the digits of a number as they are written; null when there is none, or it is empty.</summary>
    public static string? TextAt(this JsonElement value, params ReadOnlySpan<string> path) =>
        value.At(path) is { } found && JsonText.Scalar(found) is { Length: > 0 } text ? text : null;

    /// <summary>True or false at a path; null when there is neither.</summary>
    public static bool? FlagAt(this JsonElement value, params ReadOnlySpan<string> path) => value.At(path)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>The elements of the array at a path; none when there is no array.</summary>
    public static IEnumerable<JsonElement> EachAt(this JsonElement value, params ReadOnlySpan<string> path) =>
        value.At(path) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];
}
