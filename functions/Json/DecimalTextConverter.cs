using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SalesPerf.Functions.Json;

/// <summary>Decimals are written as text, so that no reader rounds them; text without exponent and JSON numbers are read.</summary>
internal sealed class DecimalTextConverter : JsonConverter<decimal>
{
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var number))
        {
            return number;
        }

        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (reader.TokenType == JsonTokenType.String && decimal.TryParse(reader.GetString(), style, CultureInfo.InvariantCulture, out var text))
        {
            return text;
        }

        throw new JsonException("A decimal number is expected.");
    }

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
}
