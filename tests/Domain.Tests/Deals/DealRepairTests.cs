using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Domain.Tests.Deals;

public sealed class DealRepairTests
{
    private static readonly DateTimeOffset Day = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Missing_DealStandsSo_IsNothing()
    {
        var record = Held(("deal.created", 0, [("owner", "1"), ("amount", "100"), ("stage", "new")]), ("deal.stageChanged", 9, [("stage", "demo")]));

        Assert.Empty(Missing(record, Row(10) with { Created = Day, Fields = Fields(("owner", "1"), ("amount", "100"), ("stage", "demo"), ("lossReason", null)) }));
    }

    [Fact]
    public void Missing_StageWasNotTold_IsOneChangeAtItsTimeAndNothingTheSecondTime()
    {
        var record = Held(("deal.created", 0, [("owner", "1"), ("stage", "new")]), ("deal.stageChanged", 12, [("stage", "won")]));
        var row = Row(10) with { Fields = Fields(("owner", "1"), ("stage", "demo")) };

        var change = Assert.Single(Missing(record, row));

        Assert.Equal((ActivityTypes.DealStageChanged, Day.AddHours(10), Day.AddHours(10), true), (change.Type, change.OccurredAt, change.RecordedAt!.Value, change.Repaired));
        Assert.Equal(["stage=demo"], change.Fields!.Select(field => $"{field.Key}={field.Value}"));
        var repaired = DealFold.Add(record, "crm", "7", [change]);
        Assert.Empty(Missing(repaired, row));
        Assert.Equal(["new", "demo", "won"], DealFold.Fold(repaired, Stage, DateTimeOffset.MaxValue).Events.Where(happened => happened.Type is "deal.created" or "deal.stageChanged").Select(happened => happened.State.Stage));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Add_SourcesOwnMessageOfARow_TakesItsPlaceInEitherOrderAndKeepsWhoWasNamed(bool isRowFirst)
    {
        var told = new Activity { Source = "crm", Key = "k", Type = "deal.created", OccurredAt = Day, Deal = "7", RecordType = "deal", Fields = Fields(("owner", "1"), ("amount", "100")) };
        var row = told with { Fields = Fields(("owner", "2")), Repaired = true, IsOnce = true };

        var record = DealFold.Add(DealFold.Add(null, "crm", "7", [isRowFirst ? row : told]), "crm", "7", [isRowFirst ? told : row]);

        var change = Assert.Single(record.Changes);
        Assert.Equal(["amount=100", "owner=1"], change.Fields!.Select(field => $"{field.Key}={field.Value}"));
        Assert.Null(change.Repaired);
        Assert.Equal(isRowFirst ? ["1", "2"] : ["1"], record.Owners);
        Assert.Equal(record.Owners, DealFold.Add(record, "crm", "7", [told, row]).Owners);
    }

    [Fact]
    public void Missing_TimeIsADay_ComparesWithTheEndOfItAndComesAfterWhatWasToldInIt()
    {
        var record = Held(("deal.created", 0, [("stage", "new")]), ("deal.stageChanged", 15, [("stage", "demo")]));
        var row = Row(0) with { Length = TimeSpan.FromDays(1), Fields = Fields(("stage", "demo")) };

        Assert.Empty(Missing(record, row));
        Assert.Equal(Day.AddHours(15).AddTicks(1), Assert.Single(Missing(record, row with { Fields = Fields(("stage", "offer")) })).OccurredAt);
    }

    [Fact]
    public void Missing_DealIsNewAndWon_IsCreatedWithWhatItHasAndWonWhenItWasClosed()
    {
        var row = Row(20) with { Created = Day, Closed = Day.AddHours(5), Status = "won", Fields = Fields(("owner", "1"), ("amount", "100"), ("stage", "final"), ("currency", null)) };

        var changes = Missing(null, row);

        Assert.Equal(
            ["deal.created 0 amount=100 owner=1", "deal.won 5 stage=final", "deal.amountChanged 20 amount=100 currency= owner=1"],
            changes.Select(change => $"{change.Type} {(change.OccurredAt - Day).TotalHours} {string.Join(' ', change.Fields!.Select(field => $"{field.Key}={field.Value}"))}"));
        var latest = DealFold.Fold(DealFold.Add(null, "crm", "7", changes), Stage, DateTimeOffset.MaxValue).Latest;
        Assert.Equal((DealStatus.Won, 100m, "1"), (latest.Status, latest.Amount!.Value, latest.Owner));
        Assert.Empty(Missing(DealFold.Add(null, "crm", "7", changes), row));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Missing_AnOlderExportComesToo_SetsNothingBackInEitherOrder(bool isOlderFirst)
    {
        DealSnapshot[] rows = [Row(5) with { Created = Day, Fields = Fields(("owner", "1"), ("amount", "80")) }, Row(20) with { Created = Day, Fields = Fields(("owner", "2"), ("amount", "120")) }];
        DealRecord? record = null;
        foreach (var row in isOlderFirst ? rows : rows.Reverse())
        {
            record = DealFold.Add(record, "crm", "7", Missing(record, row));
        }

        var latest = DealFold.Fold(record!, Stage, DateTimeOffset.MaxValue).Latest;
        Assert.Equal((120m, "2"), (latest.Amount!.Value, latest.Owner));
    }

    [Fact]
    public void Missing_WinIsHeldAndTheExportGivesAnotherDay_KeepsTheDay()
    {
        var record = Held(("deal.created", 0, [("owner", "1"), ("amount", "100")]), ("deal.won", 9, []));

        Assert.Empty(Missing(record, Row(20) with { Created = Day, Closed = Day.AddHours(5), Status = "won", Fields = Fields(("owner", "1"), ("amount", "100")) }));
    }

    [Fact]
    public void Missing_StageSaysItIsWon_NeedsNoEventOfItsOwn() =>
        Assert.Equal([ActivityTypes.DealStageChanged], Missing(null, Row(20) with { IsOfExport = true, Closed = Day.AddHours(5), Fields = Fields(("stage", "won")) }).Select(change => change.Type));

    [Fact]
    public void Missing_CellIsEmptyWhereTheDealHasAValue_ClearsIt()
    {
        var change = Assert.Single(Missing(Held(("deal.created", 0, [("amount", "100")])), Row(10) with { Fields = Fields(("amount", null)) }));

        Assert.Equal((ActivityTypes.DealAmountChanged, true, null), (change.Type, change.Fields!.ContainsKey("amount"), change.Fields["amount"]));
    }

    [Fact]
    public void Missing_DealIsDeleted_StaysDeleted() =>
        Assert.Empty(Missing(Held(("deal.created", 0, [("stage", "new")]), ("deal.deleted", 5, [])), Row(10) with { Fields = Fields(("stage", "demo")) }));

    private static IReadOnlyList<Activity> Missing(DealRecord? record, DealSnapshot row) => DealRepair.Missing(record, row, Stage);

    private static StageSetting? Stage(string stage) => stage == "won" ? new StageSetting("won") : null;

    private static DealSnapshot Row(int hour) => new("crm", "7", Day.AddHours(hour), TimeSpan.Zero, Day.AddDays(2));

    private static SortedDictionary<string, string?> Fields(params (string Name, string? Value)[] fields) =>
        new(fields.ToDictionary(field => field.Name, field => field.Value), StringComparer.Ordinal);

    private static DealRecord Held(params (string Type, int Hour, (string, string?)[] Fields)[] changes) => DealFold.Add(null, "crm", "7", changes.Select(change => new Activity
    {
        Source = "crm",
        Key = $"{change.Type}-{change.Hour}",
        Type = change.Type,
        OccurredAt = Day.AddHours(change.Hour),
        Deal = "7",
        RecordType = ActivityTypes.Deal,
        Fields = Fields(change.Fields),
    }));
}
