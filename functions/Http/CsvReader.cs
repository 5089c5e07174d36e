using System.Text;

namespace SalesPerf.Functions.Http;

/// <summary>
/// Reads CSV as RFC 4180 has it, strictly: commas, quotes doubled inside quotes, lines that end in CRLF or LF. A byte order mark may come first,
/// and the last line need not end.
/// </summary>
public static class CsvReader
{
    private const int MaxCells = 200;

    /// <summary>The lines with their cells, the header among them. An empty text has none.</summary>
    /// <param name="utf8">The file.</param>
    /// <param name="maxLines">More lines than this are refused.</param>
    /// <exception cref="ProblemException">400 with the line: text that is not UTF-8, a quote out of place, a lone CR, too many cells or lines.</exception>
    public static IReadOnlyList<IReadOnlyList<string>> Read(ReadOnlySpan<byte> utf8, int maxLines)
    {
        var lines = new List<IReadOnlyList<string>>();
        var rest = Decode(utf8).AsSpan();
        while (!rest.IsEmpty)
        {
            if (lines.Count == maxLines)
            {
                throw Problems.BadRequest($"The file has more than {maxLines} lines.").ToException();
            }

            lines.Add(Line(ref rest, lines.Count + 1));
        }

        return lines;
    }

    private static List<string> Line(ref ReadOnlySpan<char> rest, int number)
    {
        var cells = new List<string>();
        while (true)
        {
            cells.Add(rest.StartsWith("\"") ? Quoted(ref rest, number) : Plain(ref rest, number));
            if (cells.Count > MaxCells)
            {
                throw Wrong(number, $"it has more than {MaxCells} cells");
            }

            if (rest.StartsWith(","))
            {
                rest = rest[1..];
                continue;
            }

            var end = rest.StartsWith("\r\n") ? 2 : rest.StartsWith("\n") ? 1 : 0;
            if (end == 0 && !rest.IsEmpty)
            {
                throw Wrong(number, rest[0] == '\r' ? "a carriage return stands alone" : "text follows a closing quote");
            }

            rest = rest[end..];
            return cells;
        }
    }

    private static string Plain(ref ReadOnlySpan<char> rest, int number)
    {
        var end = rest.IndexOfAny(",\r\n");
        var cell = end < 0 ? rest : rest[..end];
        if (cell.Contains('"'))
        {
            throw Wrong(number, "a quote stands in a cell that is not quoted");
        }

        rest = rest[cell.Length..];
        return cell.ToString();
    }

    private static string Quoted(ref ReadOnlySpan<char> rest, int number)
    {
        rest = rest[1..];
        var cell = new StringBuilder();
        while (true)
        {
            var quote = rest.IndexOf('"');
            if (quote < 0)
            {
                throw Wrong(number, "a quote is never closed");
            }

            cell.Append(rest[..quote]);
            rest = rest[(quote + 1)..];
            if (!rest.StartsWith("\""))
            {
                return cell.ToString();
            }

            cell.Append('"');
            rest = rest[1..];
        }
    }

    private static string Decode(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8);
        }
        catch (DecoderFallbackException)
        {
            throw Problems.BadRequest("The file is not valid UTF-8.").ToException();
        }
    }

    private static ProblemException Wrong(int line, string what) => Problems.BadRequest($"Line {line} is not CSV: {what}.").ToException();
}
