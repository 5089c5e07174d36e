using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Deals;
using static SalesPerf.Domain.Tests.Commissions.Samples;
using static SalesPerf.Domain.Tests.Commissions.StatementSamples;

namespace SalesPerf.Domain.Tests.Commissions;

/// <summary>Measure deal: every part of a component looks at each deal alone.</summary>
public sealed class DealByDealTests
{
    private static decimal Earned(PlanComponent component, params Credit[] credits) => State(Plan("month", component), Agreed.WithQuota(10_000m), "2026-11", credits).Earned();

    private static Credit Sold(string deal, decimal amount, decimal? margin = null) => Credit(deal, amount, "2026-11-05") with { Margin = margin };

    // 2 % under a margin of 30 %, 5 % from it on: 10,000 at 40 % earn 500, 10,000 at 10 % earn 200. Together they would have 25 %: 400.
    [Fact]
    public void Given_a_table_by_margin_when_deals_differ_then_each_has_its_own_tier()
    {
        var component = Component(Table("whole", "marginPercent", new(0m, 2m), new(30m, 5m)), "deal");
        Assert.Equal(700m, Earned(component, Sold("a", 10_000m, 4_000m), Sold("b", 10_000m, 1_000m)));
    }

    // 10 %, doubled for a deal of 5,000 and more: 400 and 1,200. A deal of −6,000 takes 1,200 back.
    [Fact]
    public void Given_a_multiplier_when_deals_are_measured_alone_then_only_large_ones_have_it()
    {
        var component = Component(Marginal((0, 10)), "deal") with { Multipliers = [new PayMultiplier { Id = "m", Selector = "credit", Threshold = 5_000m, Factor = 2m }] };
        Assert.Equal(1_600m, Earned(component, Sold("a", 4_000m), Sold("b", 6_000m)));
        Assert.Equal(-1_200m, Earned(component, Sold("b", -6_000m)));
    }

    // 50 for each deal of 5,000 and more: two of three.
    [Fact]
    public void Given_a_kicker_when_deals_are_measured_alone_then_each_that_is_large_enough_has_it()
    {
        var component = Component(Marginal((0, 0)), "deal") with { Kickers = [new PayKicker { Id = "k", Selector = "credit", Threshold = 5_000m, Amount = 50m }] };
        Assert.Equal(100m, Earned(component, Sold("a", 4_000m), Sold("b", 6_000m), Sold("c", 5_000m)));
        Assert.Equal(-50m, Earned(component, Sold("b", -6_000m)));
    }

    // 10 % × 0.5 under 5,000: 200; × 1.5 from there on: 900.
    [Fact]
    public void Given_a_chained_table_when_deals_are_measured_alone_then_each_has_its_factor()
    {
        var chained = Table("whole", "credit", new RateTier(0m) { Multiplier = 0.5m }, new RateTier(5_000m) { Multiplier = 1.5m });
        Assert.Equal(1_100m, Earned(Component(Marginal((0, 10)), "deal") with { ChainedTables = [chained] }, Sold("a", 4_000m), Sold("b", 6_000m)));
    }

    // A gate looks at the period: 10,000 of credit together pass it, 4,000 alone do not.
    [Fact]
    public void Given_a_gate_when_deals_are_measured_alone_then_it_looks_at_all_of_them()
    {
        var component = Component(Marginal((0, 10)), "deal") with { Gates = [new PayGate { Id = "g", Selector = "credit", AtLeast = 10_000m }] };
        Assert.Equal((1_000m, 0m), (Earned(component, Sold("a", 4_000m), Sold("b", 6_000m)), Earned(component, Sold("a", 4_000m))));
    }

    // Refunds under every mode: −P(−x) deal by deal, the first tier's rate × x of a period.
    [Theory]
    [InlineData("marginal", "deal", -8_300)]
    [InlineData("marginal", "month", -7_200)]
    [InlineData("whole", "deal", -10_800)]
    [InlineData("whole", "month", -7_200)]
    public void Given_a_refund_of_180_000_when_paid_then_by_the_measure(string mode, string measure, int earned) =>
        Assert.Equal(earned, Earned(Component(FourFiveSix with { Mode = mode }, measure), Sold("a", -180_000m)));
}
