using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Tests.Http;

public sealed class CsvReaderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a")]
    [InlineData("a,b\r\nc,d\r\n", "a|b;c|d")]
    [InlineData("a,b\nc,d", "a|b;c|d")]
    [InlineData("\uFEFFa,b", "a|b")]
    [InlineData(",", "|")]
    [InlineData("\r\n", "")]
    [InlineData("a\r\n\r\nb", "a;;b")]
    [InlineData("\"a,b\",\"c\"\"d\"\n", "a,b|c\"d")]
    [InlineData("\"a\r\nb\",c", "a\r\nb|c")]
    [InlineData("\"\",\"\"", "|")]
    [InlineData(" a , b ", " a | b ")]
    [InlineData("é;ß,😀", "é;ß|😀")]
    public void Read_Text_GivesCells(string text, string expected) =>
        Assert.Equal(expected, string.Join(';', Read(text).Select(line => string.Join('|', line))));

    [Theory]
    [InlineData("a\"b", "Line 1 ")]
    [InlineData("a\n\"b", "Line 2 ")]
    [InlineData("\"a\"b", "Line 1 ")]
    [InlineData("a\rb", "Line 1 ")]
    [InlineData("\"a\" ,b", "Line 1 ")]
    public void Read_WhatIsNotCsv_IsRefusedWithItsLine(string text, string line)
    {
        var problem = Assert.Throws<ProblemException>(() => Read(text)).Problem;

        Assert.Equal(400, problem.Status);
        Assert.StartsWith(line, problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TooMuchOrNoUtf8_IsRefused()
    {
        Assert.Throws<ProblemException>(() => CsvReader.Read("a\nb\nc"u8, 2));
        Assert.Equal(3, CsvReader.Read("a\nb\nc"u8, 3).Count);
        Assert.Throws<ProblemException>(() => Read(new string(',', 200)));
        Assert.Equal(200, Read(new string(',', 199))[0].Count);
        Assert.Throws<ProblemException>(() => CsvReader.Read([0xC3, 0x28], 9));
    }

    [Fact]
    public void Read_WhatWasQuoted_IsWhatWasWritten() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonEmptyString[][]>().Filter(rows => rows.All(row => row.Length > 0)), rows =>
        {
            var cells = rows.Select(row => row.Select(cell => Unicode(cell.Get)).ToArray()).ToArray();
            var text = string.Concat(cells.Select(row => string.Join(',', row.Select(cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\r\n"));
            Assert.Equal(cells, Read(text));
        }).QuickCheckThrowOnFailure();

    private static IReadOnlyList<IReadOnlyList<string>> Read(string text) => CsvReader.Read(Encoding.UTF8.GetBytes(text), 1000);

    private static string Unicode(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
