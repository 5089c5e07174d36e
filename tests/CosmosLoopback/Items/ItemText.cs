using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SalesPerf.CosmosLoopback.Items;

/// <summary>
/// A document's text as the service keeps it: without blanks, every number a double, text escaped no more than JSON asks. A client that
/// relies on getting its own bytes back finds out here.
/// </summary>
internal sealed record ItemText(string Id, string? Sort, int? TimeToLive, byte[] Json)
{
    public const int MaxBytes = 2 * 1024 * 1024;
    public const int MaxIdBytes = 1023;

    private const long MaxExactInteger = 1L << 53;
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly string[] SystemProperties = ["_rid", "_self", "_etag", "_attachments", "_ts"];

    /// <exception cref="Refused">The service would not take it.</exception>
    public static ItemText Read(ReadOnlyMemory<byte> body, string pk)
    {
        using var document = Parse(body);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || Text(root, "id") is not { } id)
        {
            throw new Refused(400, "The item has no id.");
        }

        CheckId(id);
        if (Text(root, "pk") != pk)
        {
            throw new Refused(400, "The partition key of the item is not that of the request.", 1001);
        }

        var json = Rewrite(root);
        return json.Length > MaxBytes ? throw new Refused(413, $"The item has {json.Length} bytes.") : new ItemText(id, Text(root, "sort"), Ttl(root), json);
    }

    public static void CheckId(string id)
    {
        if (Encoding.UTF8.GetByteCount(id) is 0 or > MaxIdBytes || id.AsSpan().ContainsAny("/\\?#") || id[^1] == ' ')
        {
            throw new Refused(400, "The id cannot be one.");
        }
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 128 });
        }
        catch (JsonException)
        {
            throw new Refused(400, "The body is not JSON.");
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int? Ttl(JsonElement root)
    {
        if (!root.TryGetProperty("ttl", out var ttl))
        {
            return null;
        }

        return ttl.ValueKind == JsonValueKind.Number && ttl.TryGetInt32(out var seconds) && seconds is -1 or > 0
            ? seconds
            : throw new Refused(400, "The ttl is neither -1 nor a positive integer.");
    }

    private static byte[] Rewrite(JsonElement root)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Writing))
        {
            json.WriteStartObject();
            foreach (var property in root.EnumerateObject().Where(property => !SystemProperties.Contains(property.Name, StringComparer.Ordinal)))
            {
                json.WritePropertyName(property.Name);
                Rewrite(property.Value, json);
            }

            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void Rewrite(JsonElement value, Utf8JsonWriter json)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    json.WritePropertyName(property.Name);
                    Rewrite(property.Value, json);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Rewrite(item, json);
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.Number when value.TryGetInt64(out var integer) && Math.Abs((decimal)integer) <= MaxExactInteger:
                json.WriteNumberValue(integer);
                break;
            case JsonValueKind.Number:
                json.WriteNumberValue(value.GetDouble());
                break;
            case JsonValueKind.String:
                json.WriteStringValue(value.GetString());
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }
}
