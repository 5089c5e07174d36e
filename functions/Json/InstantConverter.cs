using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SalesPerf.Functions.Json;

/// <summary>Instants are RFC 3339 with an offset; they are written in UTC.</summary>
internal sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var instant) && HasOffset(reader.GetString()!)
            ? instant.ToUniversalTime()
            : throw new JsonException("An RFC 3339 instant with an offset is expected.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));

    private static bool HasOffset(string text) =>
        text.Length > 0 && (text[^1] == 'Z' || (text.Length > 6 && text[^6] is '+' or '-'));
}
