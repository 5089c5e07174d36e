using FsCheck;
using FsCheck.Fluent;
using SalesPerf.Domain.Activities;
using static SalesPerf.Domain.Tests.Deals.Changes;

namespace SalesPerf.Domain.Tests.Deals;

public sealed class DealOwnerTests
{
    private static readonly Activity Created = Change("1", ActivityTypes.DealCreated, 0, ("owner", "a"), ("stage", "new"));

    [Fact]
    public void Given_an_owner_known_only_later_when_folded_then_earlier_events_are_the_first_known_owners()
    {
        var history = Fold(
            Change("1", ActivityTypes.DealCreated, 0, ("stage", "new")),
            Change("2", ActivityTypes.DealWon, 1),
            Change("3", ActivityTypes.DealOwnerChanged, 5, ("owner", "a")),
            Change("4", ActivityTypes.DealOwnerChanged, 6, ("owner", "b")));

        Assert.Equal("a", history.Events[0].Owner);
        Assert.Equal(["deal.won 1 a"], history.Closings());
    }

    [Fact]
    public void Given_an_owner_that_was_cleared_when_the_deal_is_won_then_nobody_is_credited()
    {
        var history = Fold(
            Created,
            Change("2", ActivityTypes.DealOwnerChanged, 2, ("owner", "b")),
            Change("3", ActivityTypes.DealOwnerChanged, 3, ("owner", null)),
            Change("4", ActivityTypes.DealWon, 4));

        Assert.Equal(["deal.won 4 nobody"], history.Closings());
        Assert.Null(history.Latest.Owner);
    }

    [Fact]
    public void Given_a_winning_stage_and_a_new_owner_at_one_instant_when_folded_then_their_keys_do_not_decide_whose_it_is() =>
        Prop.ForAll(
                Gen.Elements("0", "1", "2", "3", "4").Two().Where(keys => keys.Item1 != keys.Item2).ToArbitrary(),
                keys => Fold(
                        Created with { Key = "x" },
                        Change(keys.Item1, ActivityTypes.DealStageChanged, 4, ("stage", "closedwon")),
                        Change(keys.Item2, ActivityTypes.DealOwnerChanged, 4, ("owner", "b")))
                    .Closings().SequenceEqual(["deal.won 4 b"]))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Given_a_deal_created_as_won_when_it_is_handed_over_at_the_same_instant_then_the_new_owner_is_credited() =>
        Assert.Equal(
            ["deal.won 0 b"],
            Fold(
                Change("1", ActivityTypes.DealCreated, 0, ("owner", "a"), ("stage", "closedwon")),
                Change("2", ActivityTypes.DealOwnerChanged, 0, ("owner", "b"))).Closings());

    [Fact]
    public void Given_a_won_deal_when_it_is_handed_over_later_then_the_win_stays_with_its_owner() =>
        Assert.Equal(
            ["deal.won 1 a"],
            Fold(Created, Change("2", ActivityTypes.DealWon, 1), Change("3", ActivityTypes.DealOwnerChanged, 2, ("owner", "b"))).Closings());
}
