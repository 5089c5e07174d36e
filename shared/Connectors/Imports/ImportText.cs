using System.Text;
using System.Text.Unicode;

namespace SalesPerf.Connectors.Imports;

/// <summary>The text of a part of an export: UTF-8, of which a byte order mark is skipped.</summary>
public static class ImportText
{
    /// <summary>Why nothing of it can be read; null when it can.</summary>
    public static string? Problem(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || bytes[..Math.Min(4, bytes.Length)].Contains((byte)0)
            ? "The text is UTF-16 or UTF-32: save it as UTF-8."
            : null;

    /// <summary>How many bytes of a byte order mark it begins with.</summary>
    public static int MarkLength(ReadOnlySpan<byte> bytes) => bytes.StartsWith("\uFEFF"u8) ? 3 : 0;

    /// <summary>A cell's text.</summary>
    internal static string Of(ReadOnlySpan<byte> row, FoundCell cell)
    {
        var text = Encoding.UTF8.GetString(row.Slice(cell.Start, cell.Length));
        return cell.HasDoubledQuotes ? text.Replace("\"\"", "\"", StringComparison.Ordinal) : text;
    }

    /// <summary>The cells of a header line; null with the reason.</summary>
    public static IReadOnlyList<string>? Header(ReadOnlySpan<byte> row, IReadOnlyList<FoundCell> cells, out string? problem)
    {
        problem = Utf8.IsValid(row) ? null : "The header is not valid UTF-8.";
        if (problem is not null)
        {
            return null;
        }

        var names = new List<string>(cells.Count);
        foreach (var cell in cells)
        {
            names.Add(Of(row, cell));
        }

        return names;
    }
}
