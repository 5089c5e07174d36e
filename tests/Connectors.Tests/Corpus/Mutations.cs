using System.Text;
using System.Text.Json.Nodes;

namespace SalesPerf.Connectors.Tests.Corpus;

/// <summary>What a sender might send instead: bytes changed, cut off or repeated; members of JSON left out, set to something of another kind, or there twice.</summary>
internal sealed class Mutations(Random random)
{
    private const string Telling = "[]{}<>/\",:\\ud8e0123.- ";

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e400", "99999999999999999999", "1.0000000000000000000001", "9223372036854775807", "\"\"", "\" \"", "\"\\u0000\"", "\"yesterday\"", "\"2026-13-45T99:99:99Z\"",
        "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59Z\"", "\"<script>\"", "{}", "[]", "[null]", "[[[[]]]]", "{\"a\":{\"a\":{}}}", "\"" + new string('x', 2_000) + "\"",
    ];

    /// <summary>Half a character, which no library writes: it is put in afterwards.</summary>
    private const string Half = "HALF A CHARACTER";

    /// <param name="body">What is sent mostly.</param>
    /// <param name="secret">Never put where its sender would not put it; null where the body shows none.</param>
    public byte[] Of(string body, string? secret) => random.Next(3) == 0 || body[0] == '<' ? Bytes(Encoding.UTF8.GetBytes(body)) : Members(body, secret);

    private byte[] Bytes(byte[] bytes)
    {
        switch (random.Next(6))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                var at = random.Next(bytes.Length);
                var length = random.Next(Math.Min(200, bytes.Length - at));
                return [.. bytes[..(at + length)], .. bytes[at..]];
            case 2:
                var from = random.Next(bytes.Length);
                return [.. bytes[..from], .. bytes[Math.Min(bytes.Length, from + random.Next(60))..]];
            default:
                for (var changes = random.Next(1, 4); changes > 0; changes--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)(random.Next(4) == 0 ? random.Next(256) : Telling[random.Next(Telling.Length)]);
                }

                return bytes;
        }
    }

    private byte[] Members(string body, string? secret)
    {
        var root = JsonNode.Parse(body)!;
        for (var changes = random.Next(1, 3); changes > 0; changes--)
        {
            var all = Below(root).ToList();
            if (all.Count == 0)
            {
                break;
            }

            var (parent, name, index) = all[random.Next(all.Count)];
            var other = random.Next(5) switch
            {
                0 => null,
                1 => Another(all[random.Next(all.Count)]) is { } copy && (secret is null || !copy.ToJsonString().Contains(secret, StringComparison.Ordinal)) ? copy.DeepClone() : null,
                _ => Value(),
            };
            switch (parent)
            {
                case JsonObject holder when random.Next(4) == 0:
                    holder.Remove(name!);
                    break;
                case JsonObject holder:
                    holder[name!] = other;
                    break;
                case JsonArray list:
                    list[index] = other;
                    break;
            }
        }

        var text = root.ToJsonString().Replace(Half, "\\ud800", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(random.Next(20) == 0 && text is ['{', '"', ..] ? text.Insert(1, text[1..(text.IndexOf(',', StringComparison.Ordinal) is > 0 and var comma ? comma + 1 : 1)]) : text);
    }

    private JsonNode? Value() => random.Next(Values.Length + 1) is var number && number == Values.Length ? Half : JsonNode.Parse(Values[number]);

    private static JsonNode? Another((JsonNode Parent, string? Name, int Index) place) => place.Parent is JsonObject holder ? holder[place.Name!] : place.Parent[place.Index];

    private static IEnumerable<(JsonNode Parent, string? Name, int Index)> Below(JsonNode node) => node switch
    {
        JsonObject holder => holder.SelectMany(member => (IEnumerable<(JsonNode, string?, int)>)[(holder, member.Key, -1), .. member.Value is null ? [] : Below(member.Value)]),
        JsonArray list => list.Index().SelectMany(item => (IEnumerable<(JsonNode, string?, int)>)[(list, null, item.Index), .. item.Item is null ? [] : Below(item.Item)]),
        _ => [],
    };
}
