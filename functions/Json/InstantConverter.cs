using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SalesPerf.Functions.Json;

/// <summary>Instants are RFC 3339 with an offset; they are written in UTC.</summary>
internal sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var instant) && HasOffset(reader.HasValueSequence || reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan)
            ? instant.ToUniversalTime()
            : throw new JsonException("An RFC 3339 instant with an offset is expected.");

    /// <summary>With as many digits behind the second as it needs.</summary>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[28]; // 2026-11-30T09:00:00.0000000Z
        value.UtcDateTime.TryFormat(text, out var length, "O", CultureInfo.InvariantCulture);
        var end = text[..(length - 1)].TrimEnd((byte)'0').TrimEnd((byte)'.').Length;
        text[end] = (byte)'Z';
        writer.WriteStringValue(text[..(end + 1)]);
    }

    private static bool HasOffset(ReadOnlySpan<byte> text) =>
        text.Length > 0 && (text[^1] == 'Z' || (text.Length > "yyyy-MM-ddTHH:mm".Length && text[^6] is (byte)'+' or (byte)'-'));
}
