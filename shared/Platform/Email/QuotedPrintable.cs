using System.Text;

namespace SalesPerf.Platform.Email;

/// <summary>The quoted-printable encoding of texts (RFC 2045, 6.7): ASCII, lines of at most 76 characters that end in CRLF.</summary>
internal static class QuotedPrintable
{
    private const int MaxLine = 76;

    public static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length + (text.Length / 8));
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            Append(encoded, Encoding.UTF8.GetBytes(line));
        }

        return encoded.ToString();
    }

    private static void Append(StringBuilder encoded, byte[] line)
    {
        var column = 0;
        for (var index = 0; index < line.Length; index++)
        {
            var isLast = index == line.Length - 1;
            var isPlain = line[index] is >= (byte)'!' and <= (byte)'~' and not (byte)'=' || (line[index] is (byte)' ' or (byte)'\t' && !isLast);
            var width = isPlain ? 1 : 3;

            // Room is kept for the = of a soft break, unless the line ends here.
            if (column + width > (isLast ? MaxLine : MaxLine - 1))
            {
                encoded.Append("=\r\n");
                column = 0;
            }

            _ = isPlain ? encoded.Append((char)line[index]) : encoded.Append('=').Append(line[index].ToString("X2", null));
            column += width;
        }

        encoded.Append("\r\n");
    }
}
