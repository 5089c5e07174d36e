using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using static SalesPerf.Domain.Tests.Deals.Changes;

namespace SalesPerf.Domain.Tests.Deals;

public sealed class StandingClosingTests
{
    private static readonly Activity Created = Change("1", ActivityTypes.DealCreated, 0, ("owner", "a"), ("amount", "100"));
    private static readonly Activity Won = Change("2", ActivityTypes.DealWon, 1);
    private static readonly Activity Reopened = Change("3", ActivityTypes.DealReopened, 2);

    [Fact]
    public void Given_a_deal_won_and_reopened_when_it_is_won_again_then_only_the_second_win_counts() =>
        Assert.Equal(
            ["deal.won 4 b"],
            Fold(Created, Won, Reopened, Change("4", ActivityTypes.DealOwnerChanged, 3, ("owner", "b")), Change("5", ActivityTypes.DealWon, 4)).Closings());

    [Fact]
    public void Given_a_deal_won_and_reopened_when_it_is_lost_then_no_win_counts() =>
        Assert.Equal(["deal.lost 3 a"], Fold(Created, Won, Reopened, Change("4", ActivityTypes.DealLost, 3)).Closings());

    [Fact]
    public void Given_a_won_deal_when_it_is_reopened_then_no_win_counts_and_the_reopening_does()
    {
        var history = Fold(Created, Won, Reopened);

        Assert.Empty(history.Closings());
        Assert.Single(history.Events, happened => happened.Type == ActivityTypes.DealReopened);
    }

    [Fact]
    public void Given_a_lost_deal_when_it_is_won_at_once_then_only_the_win_counts() =>
        Assert.Equal(["deal.won 3 a"], Fold(Created, Change("2", ActivityTypes.DealLost, 1), Change("4", ActivityTypes.DealWon, 3)).Closings());

    [Fact]
    public void Given_a_won_deal_when_the_win_is_told_again_then_it_counts_at_its_first_time() =>
        Assert.Equal(["deal.won 1 a"], Fold(Created, Won, Change("4", ActivityTypes.DealWon, 3)).Closings());

    [Fact]
    public void Given_a_win_taken_back_later_when_folded_as_of_before_then_it_counts() =>
        Assert.Equal(["deal.won 1 a"], Fold(DealFold.Add(null, "crm", "d", [Created, Won, Reopened]), Start.AddDays(1)).Closings());
}
