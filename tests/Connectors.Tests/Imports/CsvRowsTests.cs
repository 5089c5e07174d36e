using System.Text;
using SalesPerf.Connectors.Imports;

namespace SalesPerf.Connectors.Tests.Imports;

public sealed class CsvRowsTests
{
    [Theory]
    [InlineData("a,b\nc", "a|b", 4, 1, null)]
    [InlineData("a,b\r\nc", "a|b", 5, 1, null)]
    [InlineData("a,", "a|", 2, 0, null)]
    [InlineData("\"a\nb\",\"c\"\"d\"\nx", "a\nb|c\"\"d", 13, 2, null)]
    [InlineData("a\"b,c\nx", null, 6, 1, "A quote stands in a cell that is not quoted.")]
    [InlineData("\"a\"b\nx", null, 5, 1, "Text follows a closing quote.")]
    [InlineData("\"a,b\nc,d\n", null, 5, 1, "A quote is never closed.")]
    [InlineData("a\rb\nc", null, 4, 1, "A carriage return stands alone.")]
    public void First_AllThereIs_FindsTheRowOrItsFirstLine(string text, string? cells, int length, int lines, string? fault)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var found = new List<FoundCell>();

        var row = CsvRows.First(bytes, (byte)',', isLast: true, found)!.Value;

        Assert.Equal((length, lines, fault), (row.Length, row.Lines, row.Fault));
        if (cells is not null)
        {
            Assert.Equal(cells, string.Join('|', found.Select(cell => text.Substring(cell.Start, cell.Length))));
        }
    }

    /// <summary>Whatever the cut, the rows of a text that comes in pieces are those of the whole.</summary>
    [Theory]
    [InlineData("a,b\r\n\"c\r\n,d\",\"e\"\"\"\r\n\r\nf\"g\r\nh,i")]
    [InlineData("\"\"\"\",\"\"\r\n\"x\"y\n\"z")]
    public void First_CutAnywhere_FindsTheSameRows(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var whole = Rows(bytes, bytes.Length);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            Assert.Equal(whole, Rows(bytes, cut));
        }
    }

    [Fact]
    public void First_LineOverTheLimit_IsWrongAndEndsWithItsLine()
    {
        var bytes = Encoding.UTF8.GetBytes(new string('x', CsvRows.MaxRow + 10) + "\nnext");

        var row = CsvRows.First(bytes, (byte)',', isLast: true, [])!.Value;

        Assert.Equal((CsvRows.MaxRow + 11, 1, "The row is over 1 MB."), (row.Length, row.Lines, row.Fault));
        Assert.True(CsvRows.First(bytes.AsSpan(0, CsvRows.MaxRow + 5), (byte)',', isLast: false, [])!.Value.IsCut);
    }

    private static List<(int, int, string?)> Rows(byte[] bytes, int cut)
    {
        var (rows, at) = (new List<(int, int, string?)>(), 0);
        while (at < bytes.Length)
        {
            // What has come so far; all of it once that is not enough.
            var end = Math.Max(at, cut);
            var found = (end > at ? CsvRows.First(bytes.AsSpan(at, end - at), (byte)',', isLast: end == bytes.Length, []) : null)
                ?? CsvRows.First(bytes.AsSpan(at), (byte)',', isLast: true, [])!.Value;
            rows.Add((found.Length, found.Lines, found.Fault));
            at += found.Length;
        }

        return rows;
    }
}
