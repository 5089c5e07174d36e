using System.Globalization;
using System.Text.Json;
using SalesPerf.Connectors.Json;

namespace SalesPerf.Connectors.Salesforce;

/// <summary>
/// The fields that an event sets. A null means two things: in a streamed event the field was cleared, in the Pub/Sub form it was not touched
/// unless <c>nulledFields</c> or <c>changedFields</c> names it. Names may be bit maps over the fields in their schema's order, which is the
/// order of the payload when it is complete; <c>4-0x01</c> is a part of the field at 4.
/// </summary>
/// <param name="Fields">Fields as text; null is cleared.</param>
/// <param name="Changed">What changed; null when it is not said.</param>
/// <param name="ClearedUnread">A bit map that the payload does not explain.</param>
internal sealed record ChangedFields(IReadOnlyDictionary<string, string?> Fields, IReadOnlySet<string>? Changed, string? ClearedUnread)
{
    private const string HexPrefix = "0x";
    private const int LongestBitmap = 512;

    public static ChangedFields Read(JsonElement payload, JsonElement header, SalesforceKind kind)
    {
        var members = payload.EnumerateObject().ToList();
        var changed = Names(header, "changedFields", members, out _);
        var nulled = Names(header, "nulledFields", members, out var unread);
        var saysNothing = header.At("changedFields") is null && header.At("nulledFields") is null;
        var cleared = new HashSet<string>([.. nulled, .. changed], StringComparer.Ordinal);
        var fields = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        foreach (var member in members)
        {
            if (TextOf(member.Value) is { } text)
            {
                fields[member.Name] = text;
            }
            else if (member.Value.ValueKind == JsonValueKind.Null && kind == SalesforceKind.Changed && (saysNothing || cleared.Contains(member.Name)))
            {
                fields[member.Name] = null;
            }
        }

        if (kind == SalesforceKind.Changed)
        {
            foreach (var name in nulled)
            {
                fields.TryAdd(name, null);
            }
        }

        return new ChangedFields(fields, kind == SalesforceKind.Changed && changed.Count > 0 ? new HashSet<string>([.. changed, .. nulled], StringComparer.Ordinal) : null, unread);
    }

    /// <summary>A plain value's text; also where Avro's own JSON wraps it into an object of its type. Null for null and for compound fields.</summary>
    private static string? TextOf(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object && value.GetPropertyCount() == 1
            && value.EnumerateObject().First() is { Name: "string" or "double" or "int" or "long" or "boolean" or "float" } union)
        {
            value = union.Value;
        }

        return value.ValueKind switch
        {
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => JsonText.Scalar(value),
        };
    }

    private static HashSet<string> Names(JsonElement header, string list, List<JsonProperty> members, out string? unread)
    {
        unread = null;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in header.EachAt(list).Select(JsonText.Scalar).OfType<string>())
        {
            var dash = entry.IndexOf($"-{HexPrefix}", StringComparison.Ordinal);
            if (dash > 0)
            {
                continue; // a part of a compound field, none of which is used
            }

            if (!entry.StartsWith(HexPrefix, StringComparison.Ordinal))
            {
                names.Add(entry);
            }
            else if (Bits(entry[HexPrefix.Length..]) is { } bits && Explained(bits, members, list == "nulledFields") is { } explained)
            {
                names.UnionWith(explained);
            }
            else
            {
                unread = entry.Length > LongestBitmap ? entry[..LongestBitmap] : entry;
            }
        }

        return names;
    }

    /// <summary>Names at the positions; null when the payload cannot be in its schema's order: it does not begin with the header, is too short, or has a value where one was cleared.</summary>
    private static List<string>? Explained(List<int> bits, List<JsonProperty> members, bool isCleared) =>
        members[0].NameEquals("ChangeEventHeader") && bits.TrueForAll(bit => bit < members.Count && (!isCleared || members[bit].Value.ValueKind == JsonValueKind.Null))
            ? bits.ConvertAll(bit => members[bit].Name)
            : null;

    /// <summary>Which bits are set, from the last digit on; null when it is no hexadecimal number of a sensible length.</summary>
    private static List<int>? Bits(string hex)
    {
        if (hex.Length is 0 or > LongestBitmap || !hex.All(char.IsAsciiHexDigit))
        {
            return null;
        }

        var bits = new List<int>();
        for (var digit = 0; digit < hex.Length; digit++)
        {
            var value = int.Parse(hex.AsSpan(hex.Length - 1 - digit, 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            bits.AddRange(Enumerable.Range(0, 4).Where(bit => (value & (1 << bit)) != 0).Select(bit => (digit * 4) + bit));
        }

        return bits;
    }
}
