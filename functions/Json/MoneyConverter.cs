using System.Text.Json;
using System.Text.Json.Serialization;
using SalesPerf.Domain.Values;

namespace SalesPerf.Functions.Json;

/// <summary>Money is <c>{"amount":"1234.50","currency":"USD"}</c>, with at least the digits of its currency.</summary>
internal sealed class MoneyConverter : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Money is an object of amount and currency.");
        }

        decimal? amount = null;
        string? currency = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "amount" when amount is null:
                    amount = ((JsonConverter<decimal>)options.GetConverter(typeof(decimal))).Read(ref reader, typeof(decimal), options);
                    break;
                case "currency" when currency is null && reader.TokenType == JsonTokenType.String:
                    currency = reader.GetString();
                    break;
                default:
                    throw new JsonException("Money is an object of amount and currency.");
            }
        }

        return amount is { } value && currency is not null
            ? new Money(value, currency)
            : throw new JsonException("Money is an object of amount and currency.");
    }

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("amount", value.AmountText);
        writer.WriteString("currency", value.Currency);
        writer.WriteEndObject();
    }
}
