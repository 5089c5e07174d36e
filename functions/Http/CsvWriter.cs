using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using SalesPerf.Domain.Values;

namespace SalesPerf.Functions.Http;

/// <summary>
/// A CSV table (RFC 4180) that spreadsheets open as it is meant: UTF-8 with a byte order mark, CRLF, numbers invariant, and text that a
/// spreadsheet would run as a formula disarmed by a leading apostrophe. Numbers stay numbers, negative ones too.
/// </summary>
public sealed class CsvWriter
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",;\r\n\t\v\f\0");

    /// <summary>What starts a formula, in ASCII and in the full-width forms some spreadsheets read alike.</summary>
    private static readonly SearchValues<char> FormulaStarts = SearchValues.Create("=+-@\uFF1D\uFF0B\uFF0D\uFF20\u2212");

    private readonly StringBuilder text = new();

    private readonly int columns;

    private int cells;

    public CsvWriter(params ReadOnlySpan<string> columns)
    {
        this.columns = columns.Length;
        foreach (var column in columns)
        {
            Text(column);
        }

        EndRow();
    }

    /// <summary>Rows ended, the header not counted.</summary>
    public int Rows { get; private set; } = -1;

    public CsvWriter Text(string? value)
    {
        Separate();
        if (string.IsNullOrEmpty(value))
        {
            return this;
        }

        var isFormula = IsFormula(value);
        if (!isFormula && !value.AsSpan().ContainsAny(Quoted) && !char.IsWhiteSpace(value[0]) && !char.IsWhiteSpace(value[^1]))
        {
            text.Append(value);
            return this;
        }

        text.Append(isFormula ? "\"'" : "\"").Append(value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        return this;
    }

    public CsvWriter Number(decimal? value)
    {
        Separate();
        text.Append(CultureInfo.InvariantCulture, $"{value}");
        return this;
    }

    /// <summary>Two cells: the amount, with at least the digits of its currency, and the currency.</summary>
    public CsvWriter Money(Money? value)
    {
        Separate();
        text.Append(value?.AmountText);
        return Text(value?.Currency);
    }

    /// <summary><c>yyyy-MM-dd</c>.</summary>
    public CsvWriter Date(DateOnly? value)
    {
        Separate();
        text.Append(CultureInfo.InvariantCulture, $"{value:yyyy-MM-dd}");
        return this;
    }

    /// <summary>RFC 3339 in UTC, to the second.</summary>
    public CsvWriter Instant(DateTimeOffset? value)
    {
        Separate();
        text.Append(CultureInfo.InvariantCulture, $"{value?.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}");
        return this;
    }

    /// <exception cref="InvalidOperationException">The row has not as many cells as the table has columns.</exception>
    public CsvWriter EndRow()
    {
        if (cells != columns)
        {
            throw new InvalidOperationException($"The row has {cells} cells, the table {columns} columns.");
        }

        text.Append("\r\n");
        cells = 0;
        Rows++;
        return this;
    }

    public byte[] ToBytes()
    {
        if (cells != 0)
        {
            throw new InvalidOperationException("The last row is not ended.");
        }

        var bytes = new ArrayBufferWriter<byte>(text.Length + 16);
        bytes.Write("\uFEFF"u8);
        foreach (var chunk in text.GetChunks())
        {
            Encoding.UTF8.GetBytes(chunk.Span, bytes);
        }

        return bytes.WrittenSpan.ToArray();
    }

    public IResult ToReply(string fileName) => Reply.Bytes(ToBytes(), "text/csv; charset=utf-8; header=present", fileName);

    private static bool IsFormula(string value)
    {
        foreach (var character in value)
        {
            if (character is '\t' or '\r' or '\n' or '\0')
            {
                return true;
            }

            if (FormulaStarts.Contains(character))
            {
                return true;
            }

            if (!char.IsWhiteSpace(character) && char.GetUnicodeCategory(character) is not (UnicodeCategory.Format or UnicodeCategory.Control))
            {
                return false;
            }
        }

        return false;
    }

    private void Separate()
    {
        if (cells++ > 0)
        {
            text.Append(',');
        }
    }
}
