using System.Text.Json;
using SalesPerf.Connectors.Json;

namespace SalesPerf.Connectors.Dynamics;

/// <summary>The attributes of one entity, as a list of key/value pairs says them.</summary>
/// <param name="Entity">The entity; null when there is none.</param>
/// <param name="Pointer">Where it is.</param>
/// <param name="Errors">Told of values of unknown type.</param>
internal readonly record struct DynamicsRecord(JsonElement? Entity, string Pointer, ReadErrors Errors)
{
    public bool IsThere => Entity is not null;

    /// <summary>True when the attribute is named, null included.</summary>
    public bool Has(string name) => Value(name) is not null;

    /// <summary>The attribute; null when it is absent.</summary>
    public JsonElement? Value(string name) => Entity?.EachAt("Attributes").Under(name);

    /// <summary>The attribute's text; null when it is absent, null, empty or of a type that is not read, which is reported.</summary>
    public string? Text(string name)
    {
        if (Value(name) is not { } value)
        {
            return null;
        }

        var text = DynamicsValue.Text(value, out var isKnown);
        if (!isKnown)
        {
            Errors.Add(PointerTo(name), "The __type is none of those that are read.");
        }

        return text is { Length: > 0 } ? text : null;
    }

    public int? Number(string name) => int.TryParse(Text(name), System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    public DateTimeOffset? Time(string name) => Text(name) is { } text ? DynamicsTime.Instant(text) : null;

    /// <summary>The id that a reference has, if it is one to that table.</summary>
    public string? Reference(string name, string table) =>
        Value(name) is { ValueKind: JsonValueKind.Object } value && value.TextAt("LogicalName") == table ? DynamicsValue.Id(Text(name)) : null;

    public string PointerTo(string name) => JsonPointer.Append(Pointer, name);
}
