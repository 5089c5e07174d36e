using System.Text.Json;
using SalesPerf.Connectors.Json;

namespace SalesPerf.Connectors.Zoho;

/// <summary>The token in the body: proof of the sender, so it is never kept.</summary>
internal static class ZohoToken
{
    public const string Member = "token";

    /// <summary>A copy in which every value named token is overwritten, byte by byte. Of what cannot be read nothing is left: no such body was ever verified.</summary>
    public static ReadOnlyMemory<byte> Masked(ReadOnlyMemory<byte> body)
    {
        var masked = body.ToArray();
        if (StrictJson.Parse(masked, out _) is null)
        {
            masked.AsSpan().Fill((byte)'*');
            return masked;
        }

        var skipped = masked.AsSpan().StartsWith("\uFEFF"u8) ? "\uFEFF"u8.Length : 0;
        var reader = new Utf8JsonReader(body.Span[skipped..]);
        var isToken = false;
        while (reader.Read())
        {
            var value = masked.AsSpan((skipped + (int)reader.TokenStartIndex)..(skipped + (int)reader.BytesConsumed));
            switch (reader.TokenType)
            {
                case JsonTokenType.String when isToken:
                    value[1..^1].Fill((byte)'*');
                    break;
                case JsonTokenType.Number when isToken:
                    value.Fill((byte)'1');
                    break;
            }

            isToken = reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(Member);
        }

        return masked;
    }
}
