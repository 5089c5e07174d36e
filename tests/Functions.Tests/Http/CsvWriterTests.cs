using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Tests.Http;

public sealed class CsvWriterTests
{
    private static string Cell(string? text) => Encoding.UTF8.GetString(new CsvWriter("a").Text(text).EndRow().ToBytes())[("\uFEFFa\r\n".Length)..^2];

    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("a;b", "\"a;b\"")]
    [InlineData(" padded ", "\" padded \"")]
    [InlineData("Zoë", "Zoë")]
    public void Given_text_when_written_then_it_is_quoted_only_where_needed(string? text, string cell) => Assert.Equal(cell, Cell(text));

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+43 1 234")]
    [InlineData("-2")]
    [InlineData("@SUM(A1)")]
    [InlineData("\tx")]
    [InlineData("\rx")]
    [InlineData("\nx")]
    [InlineData("  =1")]
    [InlineData("\u00A0=1")]
    [InlineData("\u200B=1")]
    [InlineData("\uFEFF=1")]
    [InlineData("\uFF1D1")]
    [InlineData("\uFF0B1")]
    [InlineData("\uFF0D1")]
    [InlineData("\uFF20x")]
    [InlineData(" \t=cmd|'/c calc'!A0")]
    public void Given_text_that_a_spreadsheet_would_run_when_written_then_it_is_disarmed(string text) =>
        Assert.Equal($"\"'{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", Cell(text));

    [Fact]
    public void Given_numbers_dates_and_instants_when_written_then_they_are_invariant_and_stay_what_they_are()
    {
        var csv = new CsvWriter("n", "d", "i", "none")
            .Number(-1234.50m).Date(new DateOnly(2026, 11, 3)).Instant(new DateTimeOffset(2026, 11, 3, 8, 30, 0, TimeSpan.FromHours(2))).Number(null).EndRow();

        Assert.Equal("\uFEFFn,d,i,none\r\n-1234.50,2026-11-03,2026-11-03T06:30:00Z,\r\n", Encoding.UTF8.GetString(csv.ToBytes()));
        Assert.Equal(1, csv.Rows);
    }

    [Fact]
    public void Given_a_row_of_another_length_when_ended_then_it_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => new CsvWriter("a", "b").Text("x").EndRow());

    [Fact]
    public void Given_a_row_not_ended_when_finished_then_it_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => new CsvWriter("a").Text("x").ToBytes());

    [Fact]
    public void Given_any_texts_when_written_then_an_ordinary_reader_gets_them_back() =>
        Prop.ForAll<string, string>((first, second) =>
        {
            first ??= "";
            second ??= "";
            var text = Encoding.UTF8.GetString(new CsvWriter("a", "b").Text(first).Text(second).EndRow().ToBytes());
            var cells = ReadRow(text[("\uFEFFa,b\r\n".Length)..]);
            return cells.Count == 2 && IsSame(first, cells[0]) && IsSame(second, cells[1]);
        }).QuickCheckThrowOnFailure();

    private static bool IsSame(string sent, string read)
    {
        // Lone surrogates have no UTF-8.
        var carried = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(sent));
        return read == carried || read == "'" + carried;
    }

    /// <summary>RFC 4180, one row.</summary>
    private static List<string> ReadRow(string text)
    {
        var cells = new List<string>();
        var at = 0;
        while (true)
        {
            var cell = new StringBuilder();
            if (at < text.Length && text[at] == '"')
            {
                for (at++; text[at] != '"' || (at + 1 < text.Length && text[at + 1] == '"'); at++)
                {
                    at += text[at] == '"' ? 1 : 0;
                    cell.Append(text[at]);
                }

                at++;
            }
            else
            {
                for (; text[at] is not (',' or '\r'); at++)
                {
                    cell.Append(text[at]);
                }
            }

            cells.Add(cell.ToString());
            if (text[at++] == '\r')
            {
                return cells;
            }
        }
    }
}
