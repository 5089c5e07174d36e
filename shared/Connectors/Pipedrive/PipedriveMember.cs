using System.Text.Json;
using SalesPerf.Connectors.Json;

namespace SalesPerf.Connectors.Pipedrive;

/// <summary>Members whose form changes from message to message.</summary>
internal static class PipedriveMember
{
    /// <summary>An id that is a number, a text or an object of <c>id</c> or <c>value</c>; JSON null where it is none. Null when it is absent. Version 2 keeps custom fields apart.</summary>
    public static JsonElement? Plain(this JsonElement? state, string name) => (state?.At(name) ?? state?.At("custom_fields", name)) switch
    {
        { ValueKind: JsonValueKind.Object } value => value.At("id") ?? value.At("value"),
        var value => value,
    };

    /// <summary>The first of several members that says anything.</summary>
    public static string? Text(this JsonElement? state, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (state.Plain(name) is { } value && JsonText.Scalar(value) is { Length: > 0 } text)
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>True, 1 or "1"; null when it is absent.</summary>
    public static bool? Flag(this JsonElement? state, string name) => state?.At(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { } value => JsonText.Scalar(value) is "1" or "true",
    };

    /// <summary>True when the state before names it, and otherwise than the state now.</summary>
    public static bool HasChanged(JsonElement? current, JsonElement? previous, string name) =>
        current.Plain(name) is not null && previous.Plain(name) is not null && current.Text(name) != previous.Text(name);
}
