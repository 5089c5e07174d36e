using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using static SalesPerf.Domain.Tests.Deals.Changes;

namespace SalesPerf.Domain.Tests.Deals;

public sealed class RestoredDealTests
{
    private static readonly Activity Created = Change("1", ActivityTypes.DealCreated, 0, ("owner", "a"), ("stage", "new"));
    private static readonly Activity Deleted = Change("3", ActivityTypes.DealDeleted, 2);
    private static readonly Activity Restored = Change("5", ActivityTypes.DealReopened, 4);

    [Theory]
    [InlineData(ActivityTypes.DealWon, DealStatus.Won)]
    [InlineData(ActivityTypes.DealLost, DealStatus.Lost)]
    [InlineData(ActivityTypes.DealAmountChanged, DealStatus.Open)]
    public void Given_a_deleted_deal_when_it_is_restored_then_it_stands_where_it_stood(string before, DealStatus expected)
    {
        var closing = Change("2", before, 1);

        Assert.Equal(DealStatus.Deleted, Fold(Created, closing, Deleted).Latest.Status);
        Assert.Equal(expected, Fold(Created, closing, Deleted, Restored).Latest.Status);
    }

    [Fact]
    public void Given_a_deal_won_by_its_stage_when_it_is_deleted_and_restored_then_the_win_stands_at_its_time() =>
        Assert.Equal(
            ["deal.won 1 a"],
            Fold(Created, Change("2", ActivityTypes.DealStageChanged, 1, ("stage", "closedwon")), Deleted, Restored).Closings());

    [Fact]
    public void Given_a_restored_deal_when_it_is_reopened_then_it_is_open()
    {
        var history = Fold(Created, Change("2", ActivityTypes.DealWon, 1), Deleted, Restored, Change("6", ActivityTypes.DealReopened, 5));

        Assert.Equal(DealStatus.Open, history.Latest.Status);
        Assert.Empty(history.Closings());
    }

    [Fact]
    public void Given_an_open_deal_when_it_is_reopened_then_nothing_happened() =>
        Assert.DoesNotContain(Fold(Created, Restored).Events, happened => happened.Type == ActivityTypes.DealReopened);

    [Fact]
    public void Given_changes_of_a_deleted_deal_when_it_is_restored_then_they_count()
    {
        var history = Fold(
            Created, Deleted, Change("4", ActivityTypes.DealStageChanged, 3, ("stage", "closedwon"), ("amount", "5")), Restored);

        Assert.Equal(["deal.won 3 a"], history.Closings());
        Assert.Equal(5m, history.Latest.Amount);
    }

    [Theory]
    [InlineData("new", DealStatus.Open)]
    [InlineData("closedwon", DealStatus.Won)]
    public void Given_a_won_and_deleted_deal_when_it_is_created_again_then_its_stage_says_where_it_stands(string stage, DealStatus expected) =>
        Assert.Equal(
            expected,
            Fold(Created, Change("2", ActivityTypes.DealWon, 1), Deleted, Change("6", ActivityTypes.DealCreated, 5, ("stage", stage))).Latest.Status);
}
