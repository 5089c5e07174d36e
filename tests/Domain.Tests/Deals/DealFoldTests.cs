using FsCheck;
using FsCheck.Fluent;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using static SalesPerf.Domain.Tests.Deals.Changes;

namespace SalesPerf.Domain.Tests.Deals;

public sealed class DealFoldTests
{
    [Fact]
    public void Fold_WonDeal_CountsCreationStageAndWinForTheirOwners()
    {
        var history = Fold(
            Change("1", ActivityTypes.DealCreated, 0, ("owner", "a"), ("stage", "new"), ("amount", "100")),
            Change("2", ActivityTypes.DealStageChanged, 1, ("stage", "proposal")),
            Change("3", ActivityTypes.DealOwnerChanged, 2, ("owner", "b")),
            Change("4", ActivityTypes.DealWon, 3, ("amount", "120")));

        Assert.Equal(
            ["deal.created a 120", "deal.stageChanged a 100", "deal.ownerChanged b 100", "deal.amountChanged b 120", "deal.won b 120"],
            history.Events.Select(happened => $"{happened.Type} {happened.Owner} {happened.State.Amount}"));
        Assert.Equal(DealStatus.Won, history.Latest.Status);
    }

    [Fact]
    public void Fold_OwnerAndWinAtTheSameInstant_CreditsTheNewOwner()
    {
        var history = Fold(
            Change("9", ActivityTypes.DealOwnerChanged, 3, ("owner", "b")),
            Change("1", ActivityTypes.DealWon, 3),
            Change("0", ActivityTypes.DealCreated, 0, ("owner", "a")));

        Assert.Equal("b", history.Events.Single(happened => happened.Type == ActivityTypes.DealWon).Owner);
    }

    [Fact]
    public void Fold_StageThatMeansWon_WinsOnceEvenWhenTheWinIsAlsoSent()
    {
        var history = Fold(
            Change("1", ActivityTypes.DealCreated, 0, ("owner", "a"), ("stage", "new")),
            Change("2", ActivityTypes.DealStageChanged, 1, ("stage", "closedwon")),
            Change("3", ActivityTypes.DealWon, 1));

        Assert.Single(history.Events, happened => happened.Type == ActivityTypes.DealWon);
    }

    [Fact]
    public void Fold_DeletedDeal_MeansNothing()
    {
        var deleted = new[]
        {
            Change("1", ActivityTypes.DealCreated, 0, ("owner", "a")),
            Change("2", ActivityTypes.DealWon, 1),
            Change("3", ActivityTypes.DealDeleted, 2),
            Change("4", ActivityTypes.DealAmountChanged, 3, ("amount", "5")),
        };
        Assert.Empty(Fold(deleted).Events);
        Assert.Equal(DealStatus.Deleted, Fold(deleted).Latest.Status);
    }

    [Fact]
    public void Fold_NullClears_AbsentLeavesUnchanged()
    {
        var history = Fold(
            Change("1", ActivityTypes.DealCreated, 0, ("owner", "a"), ("amount", "10"), ("expectedCloseDate", "2026-04-01")),
            Change("2", ActivityTypes.DealCloseDateChanged, 1, ("expectedCloseDate", null)));

        Assert.Null(history.Latest.ExpectedCloseDate);
        Assert.Equal(10m, history.Latest.Amount);
    }

    [Fact]
    public void Fold_AsOf_DoesNotSeeWhatWasRecordedLater()
    {
        var record = DealFold.Add(null, "crm", "d", [
            Change("1", ActivityTypes.DealCreated, 0, ("owner", "a")),
            Change("2", ActivityTypes.DealWon, 1) with { RecordedAt = Start.AddDays(30) },
        ]);

        Assert.Equal(DealStatus.Open, Fold(record, Start.AddDays(29)).Latest.Status);
        Assert.Equal(DealStatus.Won, Fold(record, Start.AddDays(30)).Latest.Status);
    }

    [Fact]
    public void Add_TheSameChangeTwice_ChangesNothing()
    {
        var change = Change("1", ActivityTypes.DealCreated, 0, ("owner", "a"));
        var once = DealFold.Add(null, "crm", "d", [change]);
        var twice = DealFold.Add(once, "crm", "d", [change, change]);

        Assert.Single(twice.Changes);
    }

    [Fact]
    public void Add_AnyOrderAndRepetition_GivesTheSameRecord()
    {
        Activity[] feed =
        [
            Change("1", ActivityTypes.DealCreated, 0, ("owner", "a"), ("stage", "new")),
            Change("2", ActivityTypes.DealStageChanged, 1, ("stage", "closedwon")),
            Change("3", ActivityTypes.DealOwnerChanged, 1, ("owner", "b")),
            Change("4", ActivityTypes.DealAmountChanged, 1, ("amount", "7")),
            Change("5", ActivityTypes.DealReopened, 2),
            Change("6", ActivityTypes.DealLost, 2),
            Change("7", ActivityTypes.DealDeleted, 2),
            Change("8", ActivityTypes.DealReopened, 3),
        ];
        var expected = Describe(DealFold.Add(null, "crm", "d", feed));

        Prop.ForAll(
                Gen.Choose(0, feed.Length - 1).ListOf(20).ToArbitrary(),
                picks =>
                {
                    DealRecord? record = null;
                    foreach (var pick in picks.Concat(Enumerable.Range(0, feed.Length).Reverse()))
                    {
                        record = DealFold.Add(record, "crm", "d", [feed[pick]]);
                    }

                    return Describe(record!) == expected;
                })
            .QuickCheckThrowOnFailure();
    }

    private static string Describe(DealRecord record)
    {
        var history = Fold(record, DateTimeOffset.MaxValue);
        return string.Join('\n', record.Changes.Select(change => change.Key))
            + string.Join('\n', history.Events.Select(happened => $"{happened.Type}|{happened.At:O}|{happened.Owner}|{happened.State.Amount}"))
            + history.Latest.Status;
    }
}
