using System.Text;
using SalesPerf.Connectors.Imports;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Tests.Imports;

public sealed class ImportReaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Read_HubSpotHistory_HasTheKeyOfTheWebhook()
    {
        var mapping = new ImportMapping
        {
            Type = "deal.stageChanged",
            Key = "62515:deal:propertyChange:{Record ID}:{Changed|ms}:dealstage:{Stage|hash}",
            Columns = new(StringComparer.Ordinal) { ["time"] = "Changed", ["deal"] = "Record ID", ["stage"] = "Stage" },
        };

        var row = Assert.IsType<ImportedActivity>(Assert.Single(Read(mapping, ["Record ID", "Changed", "Stage"], "46,2026-11-19T10:00:00.123Z,closedwon")));

        // The hash is that of "closedwon", by sha256sum.
        Assert.Equal($"62515:deal:propertyChange:46:{new DateTimeOffset(2026, 11, 19, 10, 0, 0, 123, TimeSpan.Zero).ToUnixTimeMilliseconds()}:dealstage:310b3f9d2be26d47286ef530156112a2", row.Activity.Key);
        Assert.False(row.IsByContent);
    }

    [Theory]
    [InlineData("p:7:1795078800000:x", true)]
    [InlineData("p:7:1795078859999:x", true)]
    [InlineData("p:7:1795078860000:x", false)]
    [InlineData("p:7:1795078799999:x", false)]
    [InlineData("p:71795078800000:x", false)]
    [InlineData("p:8:1795078800000:x", false)]
    [InlineData("p:7:1795078800000:xy", false)]
    [InlineData("p:7:1795078800000", false)]
    [InlineData("p:7::x", false)]
    [InlineData("p:7:99999999999999999999999:x", false)]
    [InlineData("", false)]
    public void Read_KeyOfAMinute_MayBeAnyOfItsMilliseconds(string key, bool isOne)
    {
        var mapping = new ImportMapping { Type = "call.completed", Key = "p:{id}:{t|ms}:x", Time = "yyyy-MM-dd HH:mm", Columns = new(StringComparer.Ordinal) { ["time"] = "t" } };

        // 2026-11-19T09:00Z is 1795078800.
        var row = Assert.IsType<ImportedActivity>(Assert.Single(Read(mapping, ["id", "t"], "7,2026-11-19 09:00")));

        Assert.Equal("p:7:1795078800000:x", row.Activity.Key);
        Assert.Equal(isOne, row.Alike!.Contain(key));
        Assert.Null(Assert.IsType<ImportedActivity>(Assert.Single(Read(mapping with { Time = "unixMilliseconds" }, ["id", "t"], "7,1795078800000"))).Alike);
    }

    [Theory]
    [InlineData("dd/MM/yyyy HH:mm", "29/03/2026 02:30", "2026-03-29T01:00:00Z", 60)]
    [InlineData("iso", "2026-10-25", "2026-10-24T22:00:00Z", 25 * 3600)]
    [InlineData("iso", "2026-10-25T10:00:00+02:00", "2026-10-25T08:00:00Z", 1)]
    [InlineData("unixMilliseconds", "1792915200123", "2026-10-25T08:00:00.123Z", 0.001)]
    public void Read_Times_AreOfTheZoneAndAsLongAsTheyAreWritten(string form, string text, string at, double seconds)
    {
        var mapping = new ImportMapping { Type = "call.completed", Time = form, Zone = "Europe/Berlin", Columns = new(StringComparer.Ordinal) { ["time"] = "t", ["object"] = "id" } };

        var row = Assert.IsType<ImportedActivity>(Assert.Single(Read(mapping, ["t", "id"], $"{text},9")));

        Assert.Equal((DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromSeconds(seconds)), (row.Activity.OccurredAt, row.Length));
        Assert.True(row.IsByContent);
    }

    [Theory]
    [InlineData(",", "1.234.567,5", "1234567.5")]
    [InlineData(",", "-12,25", "-12.25")]
    [InlineData(",", "12.25", null)]
    [InlineData(".", "1,234.5", "1234.5")]
    [InlineData(".", "1,23", null)]
    [InlineData(".", "1e400", null)]
    [InlineData(".", "EUR 5", null)]
    public void Read_Amounts_AreReadByTheirMark(string mark, string text, string? amount)
    {
        var mapping = new ImportMapping { Type = "invoice.issued", DecimalMark = mark, Separator = ";", Columns = new(StringComparer.Ordinal) { ["time"] = "t", ["amount"] = "a", ["eventId"] = "id" } };

        var row = Assert.Single(Read(mapping, ["t", "a", "id"], $"2026-11-19;{text};9"));

        Assert.Equal(amount, (row as ImportedActivity)?.Activity.Amount?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(amount is null ? "/a" : null, (row as RejectedRow)?.Errors.Single().Pointer);
    }

    [Fact]
    public void Read_JsonLines_TakesMembersAndPointersAndNamesBadLines()
    {
        var mapping = new ImportMapping { Type = "call.completed", Columns = new(StringComparer.Ordinal) { ["time"] = "/at/start", ["owner"] = "who", ["eventId"] = "id" } };

        var rows = Read(mapping, null, "{\"id\":7,\"who\":\"1\",\"at\":{\"start\":\"2026-11-19T10:00:00Z\"}}\n\n{\"id\":8}\n[1]\n{\"id\":{},\"at\":{\"start\":\"2026-11-19T10:00:00Z\"}}\n{\"id\":9").ToList();

        Assert.Equal("7", Assert.IsType<ImportedActivity>(rows[0]).Activity.Key);
        Assert.Equal(["3 /columnless", "4 ", "5 /id", "6 "], rows.Skip(1).Cast<RejectedRow>().Select(row => $"{row.Line} {(row.Line == 3 ? "/columnless" : row.Errors[0].Pointer)}"));
    }

    [Fact]
    public void Read_Deals_SayWhatAnEmptyCellLacks()
    {
        var mapping = new ImportMapping
        {
            Rows = ImportMapping.Deals,
            Probability = "percent",
            Statuses = new(StringComparer.Ordinal) { ["Gewonnen"] = "won" },
            Columns = new(StringComparer.Ordinal) { ["deal"] = "id", ["amount"] = "a", ["probability"] = "p", ["status"] = "s", ["expectedCloseDate"] = "d" },
            Date = "dd.MM.yyyy",
        };

        var deal = Assert.IsType<ImportedDeal>(Assert.Single(Read(mapping, ["id", "a", "p", "s", "d"], "7,,25 %,Gewonnen,31.12.2026"))).Deal;

        Assert.Equal(["amount=", "expectedCloseDate=2026-12-31", "probability=0.25"], deal.Fields.Select(field => $"{field.Key}={field.Value}"));
        Assert.Equal(("won", true, Now.AddDays(-1)), (deal.Status, deal.IsOfExport, deal.At));
    }

    private static IEnumerable<ImportedRow> Read(ImportMapping mapping, IReadOnlyList<string>? columns, string text)
    {
        Assert.Empty(ImportMappingRules.Validate(mapping));
        return new ImportReader("crm", mapping, columns, Now.AddDays(-1), Now).Read(Encoding.UTF8.GetBytes(text), 1);
    }
}
