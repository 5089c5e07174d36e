using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using static SalesPerf.Domain.Tests.Deals.Changes;

namespace SalesPerf.Domain.Tests.Deals;

public sealed class StageMeaningTests
{
    private static readonly Activity Created = Change("1", ActivityTypes.DealCreated, 0, ("owner", "a"));

    [Theory]
    [InlineData("listed", DealStatus.Won)]
    [InlineData("unlisted", DealStatus.Won)]
    [InlineData("open", DealStatus.Open)]
    [InlineData("closedlost", DealStatus.Lost)]
    public void Given_a_win_sent_by_type_when_the_deal_moves_then_only_a_stage_with_an_outcome_changes_it(string stage, DealStatus expected) =>
        Assert.Equal(
            expected,
            Fold(Created, Change("2", ActivityTypes.DealWon, 1), Change("3", ActivityTypes.DealStageChanged, 2, ("stage", stage))).Latest.Status);

    [Theory]
    [InlineData("listed")]
    [InlineData("unlisted")]
    [InlineData("open")]
    public void Given_a_deal_closed_by_its_stage_when_it_leaves_that_stage_then_it_is_reopened(string stage)
    {
        var history = Fold(
            Created,
            Change("2", ActivityTypes.DealStageChanged, 1, ("stage", "closedwon")),
            Change("3", ActivityTypes.DealStageChanged, 2, ("stage", stage)));

        Assert.Equal(DealStatus.Open, history.Latest.Status);
        Assert.Contains(history.Events, happened => happened.Type == ActivityTypes.DealReopened);
    }

    [Fact]
    public void Given_a_deal_closed_by_its_stage_when_the_stage_is_cleared_then_it_stays_closed() =>
        Assert.Equal(
            DealStatus.Won,
            Fold(
                Created,
                Change("2", ActivityTypes.DealStageChanged, 1, ("stage", "closedwon")),
                Change("3", ActivityTypes.DealStageChanged, 2, ("stage", null))).Latest.Status);
}
