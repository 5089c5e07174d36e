using System.Text;
using System.Text.Json;

namespace SalesPerf.Connectors.Json;

/// <summary>Overwrites credentials in a body, so that it can be kept.</summary>
internal static class JsonMask
{
    private const byte Star = (byte)'*';

    /// <summary>The body, of the same length, with every text or number under that name overwritten, at whatever depth. What is no JSON is overwritten from there on.</summary>
    /// <param name="body">The body.</param>
    /// <param name="name">The member.</param>
    /// <param name="ending">What is no secret at the end of a text, and stays.</param>
    public static ReadOnlyMemory<byte> Member(ReadOnlyMemory<byte> body, string name, string ending = "")
    {
        var kept = Encoding.UTF8.GetBytes(ending);
        var masked = body.ToArray();
        var skipped = body.Span.StartsWith("\uFEFF"u8) ? "\uFEFF"u8.Length : 0;
        var reader = new Utf8JsonReader(body.Span[skipped..], new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals(name) || !reader.Read())
                {
                    continue;
                }

                if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number)
                {
                    var quote = reader.TokenType == JsonTokenType.String ? 1 : 0;
                    masked.AsSpan(skipped + (int)reader.TokenStartIndex + quote, reader.ValueSpan.Length - (reader.ValueSpan.EndsWith(kept) ? kept.Length : 0)).Fill(quote == 1 ? Star : (byte)'1');
                }
            }
        }
        catch (JsonException)
        {
            masked.AsSpan(skipped + (int)reader.BytesConsumed).Fill(Star);
        }

        return masked;
    }
}
