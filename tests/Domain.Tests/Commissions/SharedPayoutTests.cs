using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Deals;
using static SalesPerf.Domain.Tests.Commissions.Samples;
using static SalesPerf.Domain.Tests.Commissions.StatementSamples;

namespace SalesPerf.Domain.Tests.Commissions;

/// <summary>Shares that a deal records and a plan that shares what is paid, after its tiers: only the person's own credit is whole, nobody counts a deal more than once.</summary>
public sealed class SharedPayoutTests
{
    private static readonly Credit Half = Recorded(100_000m, 50m, ("split.1", "50"), ("split.2", "50"));
    private static readonly OtherCredit Colleague = new(Half with { SharedAs = ["2"] }, "q", IsTeam: true, IsReport: true, Level: 1);

    /// <summary>4 % to 60,000 and 10 % above: 2,400 + 4,000 of the whole deal, half of it.</summary>
    [Fact]
    public void Given_a_rule_about_ones_own_deals_when_paid_then_ones_part_of_what_the_whole_deal_pays()
    {
        var plan = Plan("month", Component(Marginal((0, 4), (60_000, 10)), "month") with { PayoutSplit = true });
        Assert.Equal(3_200m, Pay(plan, Half, Colleague));
    }

    /// <summary>The team won 100,000, not 200,000: 4 % of the whole, half of it, 2,000.</summary>
    [Theory]
    [InlineData("team")]
    [InlineData("company")]
    public void Given_a_rate_by_what_the_team_won_when_paid_then_a_shared_deal_counts_once(string of)
    {
        var table = Table("whole", "credit", new RateTier(0, 4), new RateTier(150_000, 10)) with { SelectorOf = of };
        Assert.Equal(2_000m, Pay(Plan("month", Component(table, "month") with { PayoutSplit = true }), Half, Colleague));
    }

    /// <summary>Both halves are credited, 100,000: 2,400 + 4,000. Of the half that is the person's own alone 2,000 would be paid.</summary>
    [Theory]
    [InlineData("team", 6_400)]
    [InlineData("subtree", 6_400)]
    [InlineData("reports", 2_000)]
    public void Given_a_rule_about_others_too_when_paid_then_everybody_s_share_counts_once(string creditOf, int paid)
    {
        var component = Component(Marginal((0, 4), (60_000, 10)), "month", rules: new CreditRule { Id = "all", CreditOf = creditOf }) with { PayoutSplit = true };
        Assert.Equal(paid, Pay(Plan("month", component), Half, Colleague));
    }

    /// <summary>10 % of 1,000 are 100: of those 40, and 10 on top where overlays count; or those 10 alone.</summary>
    [Theory]
    [InlineData(null, 50)]
    [InlineData("include", 50)]
    [InlineData("exclude", 40)]
    [InlineData("only", 10)]
    public void Given_a_share_on_top_of_the_deal_when_paid_then_as_the_rule_says(string? overlays, int paid)
    {
        var credit = Recorded(1_000m, 40m, ("split.2", "60"), ("split.1", "40"), ("overlay.1", "10")) with { OverlayPercent = 10m };
        var component = Component(Marginal((0, 10)), "month", rules: new CreditRule { Id = "all", Overlays = overlays }) with { PayoutSplit = true };
        Assert.Equal(paid, Pay(Plan("month", component), credit));
    }

    /// <summary>Open, half of it: the same 3,200 as once it is won.</summary>
    [Fact]
    public void Given_an_open_deal_when_asked_what_it_pays_then_as_much_as_won()
    {
        var plan = Plan("month", Component(Marginal((0, 4), (60_000, 10)), "month") with { PayoutSplit = true });
        var open = Open("d", 100_000m, 0.5m, "2026-11-20") with { SharePercent = 50m, SharedAs = ["1"], Attributes = Half.Attributes };
        var pays = OpenDealPay.Compute(Input(plan), [OpenDealPay.Won(open, Period("2026-11"), new DateOnly(2026, 11, 10))]);
        Assert.Equal(3_200m, Assert.Single(pays.Each).Adds.Sum(total => total.Earned.Amount));
    }

    private static Credit Recorded(decimal amount, decimal share, params (string Name, string Value)[] shares) =>
        shares.Aggregate(Credit("d", amount, "2026-11-05") with { SharePercent = share, SharedAs = ["1"] }, (credit, one) => credit.With(one.Name, one.Value));

    private static decimal Pay(Plan plan, Credit own, params OtherCredit[] others) => CommissionStatement.Compute(Input(plan) with { Credits = [own], OtherCredits = others }).Earned();

    private static StatementInput Input(Plan plan) => new()
    {
        Person = "p",
        Period = Period("2026-11"),
        Calendar = Calendar,
        Terms = [PlanTerms.Of(Agreed, plan, _ => null, Calendar)],
        Credits = [],
    };
}
