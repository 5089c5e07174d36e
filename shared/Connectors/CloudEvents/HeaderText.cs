using System.Buffers;
using System.Globalization;
using System.Text;

namespace SalesPerf.Connectors.CloudEvents;

/// <summary>
/// Decodes header values of the HTTP binding (CloudEvents 1.0.2, 3.1.3.2): quoted strings first, then one layer of percent-encoding.
/// </summary>
internal static class HeaderText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text; null for a broken quote or escape, and for bytes that are not UTF-8.</summary>
    public static string? Decode(string value) => Unquote(value) is { } text ? PercentDecode(text) : null;

    private static string? Unquote(string value)
    {
        if (!value.Contains('"', StringComparison.Ordinal))
        {
            return value;
        }

        var text = new StringBuilder(value.Length);
        var isQuoted = false;
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (isQuoted && value[i] == '\\')
            {
                if (++i == value.Length)
                {
                    return null;
                }

                text.Append(value[i]);
            }
            else
            {
                text.Append(value[i]);
            }
        }

        return isQuoted ? null : text.ToString();
    }

    private static string? PercentDecode(string text)
    {
        var bytes = new ArrayBufferWriter<byte>(text.Length + 1);
        var rest = text.AsSpan();
        try
        {
            while (!rest.IsEmpty)
            {
                var percent = rest.IndexOf('%');
                var plain = percent < 0 ? rest : rest[..percent];
                Strict.GetBytes(plain, bytes);
                rest = rest[plain.Length..];
                if (rest.IsEmpty)
                {
                    break;
                }

                if (rest.Length < 3 || !byte.TryParse(rest[1..3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var escaped))
                {
                    return null;
                }

                bytes.Write([escaped]);
                rest = rest[3..];
            }

            return Strict.GetString(bytes.WrittenSpan);
        }
        catch (ArgumentException)
        {
            // Not UTF-8, or half of a surrogate pair: EncoderFallbackException and DecoderFallbackException are both of this kind.
            return null;
        }
    }
}
