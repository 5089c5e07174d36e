using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SalesPerf.Platform.Documents.Cosmos;

/// <summary>
/// A document as an item of the container: <c>{id, pk, kind, at, sort, rev, ttl, body}</c>. Cosmos DB adds <c>_etag</c> and other names of its
/// own. It keeps numbers as doubles, so a body's decimals and long integers are strings, as the app writes them.
/// </summary>
internal static class CosmosEnvelope
{
    // No more escapes than JSON asks: what the limits count is what is sent.
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string Instant = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    /// <summary>The item to store.</summary>
    /// <param name="document">The document.</param>
    /// <param name="rev">Its rev, which a create sets to 1 whatever the document says.</param>
    public static MemoryStream Write(Document document, long rev)
    {
        var stream = new MemoryStream(document.Body.Length + 512);
        using var json = new Utf8JsonWriter(stream, Writing);
        json.WriteStartObject();
        json.WriteString("id"u8, document.Id);
        json.WriteString("pk"u8, document.Pk);
        json.WriteString("kind"u8, document.Kind);
        json.WriteString("at"u8, document.At.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture));
        json.WriteString("sort"u8, document.Sort);
        json.WriteNumber("rev"u8, rev);
        if (document.TimeToLive is { } seconds)
        {
            json.WriteNumber("ttl"u8, seconds);
        }

        json.WritePropertyName("body"u8);
        json.WriteRawValue(document.Body.Span, skipInputValidation: true);
        json.WriteEndObject();
        json.Flush();
        stream.Position = 0;
        return stream;
    }

    /// <summary>An item read by itself.</summary>
    public static Document Read(ReadOnlyMemory<byte> item)
    {
        var reader = new Utf8JsonReader(item.Span);
        reader.Read();
        return Read(ref reader, item);
    }

    /// <summary>The items of a feed: <c>{"_rid":…, "Documents":[…], "_count":…}</c>. Bodies are slices of <paramref name="feed"/>.</summary>
    public static IReadOnlyList<Document> ReadFeed(ReadOnlyMemory<byte> feed)
    {
        var documents = new List<Document>();
        var reader = new Utf8JsonReader(feed.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isDocuments = reader.ValueTextEquals("Documents"u8);
            reader.Read();
            if (!isDocuments)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                documents.Add(Read(ref reader, feed));
            }
        }

        return documents;
    }

    // The reader stands on the item's opening brace, and on its closing one afterwards.
    private static Document Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> buffer)
    {
        string? id = null, pk = null, kind = null, etag = null;
        DateTimeOffset at = default;
        long rev = 0;
        int? ttl = null;
        ReadOnlyMemory<byte>? body = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "id":
                    id = reader.GetString();
                    break;
                case "pk":
                    pk = reader.GetString();
                    break;
                case "kind":
                    kind = reader.GetString();
                    break;
                case "at":
                    at = reader.GetDateTimeOffset();
                    break;
                case "rev":
                    rev = reader.GetInt64();
                    break;
                case "ttl":
                    ttl = reader.GetInt32();
                    break;
                case "_etag":
                    etag = reader.GetString();
                    break;
                case "body":
                    var start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    body = buffer[start..(int)reader.BytesConsumed];
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return id is not null && pk is not null && kind is not null && body is { } found
            ? new Document(pk, id, kind, at, rev, found, ttl, etag)
            : throw new JsonException($"The item {id} in {pk} is not one of ours.");
    }
}
