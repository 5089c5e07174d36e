using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Deals;
using static SalesPerf.Domain.Tests.Commissions.Samples;
using static SalesPerf.Domain.Tests.Commissions.StatementSamples;

namespace SalesPerf.Domain.Tests.Commissions;

/// <summary>Several multipliers of slices, caps on attainment and rate, interpolated rates.</summary>
public sealed class SlicesAndCapsTests
{
    private static decimal Earned(PlanComponent component, params Credit[] credits) => State(Plan("month", component), Agreed.WithQuota(100_000m), "2026-11", credits).Earned();

    private static Credit Sold(decimal amount, string deal = "a") => Credit(deal, amount, "2026-11-05");

    private static PayMultiplier Slice(decimal threshold, decimal factor, string kind = "accelerator") => new() { Id = $"{kind}{threshold}", Kind = kind, Threshold = threshold, On = "slice", Factor = factor };

    // 10 %, halved below 50 %, doubled from 100 %, and × 1.5 more from 150 %: 180,000 earn 2,500 + 5,000 + 2 × 5,000 + 3 × 3,000 = 26,500.
    [Theory]
    [InlineData(40_000, 2_000)]
    [InlineData(100_000, 7_500)]
    [InlineData(150_000, 17_500)]
    [InlineData(180_000, 26_500)]
    public void Given_several_slices_when_they_are_passed_then_each_multiplies_its_part(int sold, int earned)
    {
        var component = Component(Marginal((0, 10)) with { Selector = "attainment" }, "month") with { Multipliers = [Slice(100m, 2m), Slice(50m, 0.5m, "decelerator"), Slice(150m, 1.5m)] };
        Assert.Equal(earned, Earned(component, Sold(sold / 2m), Sold(sold / 2m, "b")));
    }

    // All at 5 % from 100 %: 120,000 earn 6,000; the 20,000 beyond quota are doubled: 1,000 more.
    [Fact]
    public void Given_a_slice_of_a_whole_table_when_it_is_passed_then_what_is_beyond_is_multiplied_at_the_rate_that_all_has()
    {
        var component = Component(Table("whole", "attainment", new(0m, 3m), new(100m, 5m)), "month") with { Multipliers = [Slice(100m, 2m)] };
        Assert.Equal(7_000m, Earned(component, Sold(120_000m)));
    }

    // A table by credit, attainment capped at 150 %: 150,000 of 200,000 count, 4,000 + 2,500; the second deal with 70,000 of its 120,000.
    [Fact]
    public void Given_an_attainment_cap_when_the_table_selects_by_credit_then_credit_beyond_it_earns_nothing()
    {
        var component = Component(FourFiveSix, "month") with { Caps = [new PayCap { On = "attainment", Percent = 150m }] };
        Assert.Equal(6_500m, Earned(component, Sold(80_000m), Sold(120_000m, "b")));

        // A refund of 60,000 after them: 140,000 count, 4,000 + 2,000.
        Assert.Equal(6_000m, Earned(component, Sold(80_000m), Sold(120_000m, "b"), Credit("c", -60_000m, "2026-11-06")));
    }

    // Attainment of 160 % counts as 120 %: the accelerator from 150 % does not.
    [Fact]
    public void Given_an_attainment_cap_when_a_multiplier_looks_at_attainment_then_it_sees_the_capped_one()
    {
        var component = Component(Table("whole", "attainment", new RateTier(0m, 10m)), "month") with
        {
            Multipliers = [new PayMultiplier { Id = "m", Threshold = 150m, Factor = 2m }],
            Caps = [new PayCap { On = "attainment", Percent = 120m }],
        };
        Assert.Equal(16_000m, Earned(component, Sold(160_000m)));
    }

    // 4, 5, 6 % × 1.25 are 5, 6.25, 7.5 %, of which 6 % count: 5,000 + 3,000 + 1,800. All at 6 % × 1.25 = 7.5 %: 6 % of 180,000, whichever line crossed the tier.
    [Theory]
    [InlineData("marginal", 9_800)]
    [InlineData("whole", 10_800)]
    public void Given_a_rate_cap_when_rates_are_multiplied_then_no_tier_pays_more(string mode, int earned)
    {
        var component = Component(FourFiveSix with { Mode = mode }, "month") with
        {
            Multipliers = [new PayMultiplier { Id = "m", Threshold = 100m, Factor = 1.25m }],
            Caps = [new PayCap { On = "rate", Percent = 6m }],
        };
        Assert.Equal(earned, Earned(component, Sold(100_000m), Sold(80_000m, "b")));
    }

    // Rates 2 % to 50,000 and 4 % to 100,000, earned linearly: at 75,000 2 + 2 = 4 % of 75,000; at 150,000 the last goes on as steeply: 2 + 8 = 10 %.
    [Theory]
    [InlineData(25_000, 250)]
    [InlineData(75_000, 3_000)]
    [InlineData(150_000, 15_000)]
    public void Given_interpolated_rates_when_inside_a_tier_then_their_sum_multiplies_the_base(int sold, int earned)
    {
        var table = Table("interpolated", "credit", new(0m, 2m), new(50_000m, 4m, 100_000m));
        Assert.Equal(earned, Earned(Component(table, "month"), Sold(sold)));
    }

    // A measure shorter than the pay period: 4 % to 100,000 each month, then 5 %. 120,000 in October and 80,000 in November: 5,000 + 3,200 in the quarter.
    [Fact]
    public void Given_a_monthly_measure_when_paid_by_the_quarter_then_its_months_sum()
    {
        var statement = State(Plan("quarter", Component(FourFiveSix, "month")), Agreed, "2026-Q4", Credit("a", 120_000m, "2026-10-05"), Credit("b", 80_000m, "2026-11-05"));
        Assert.Equal(8_200m, statement.Earned());
        Assert.Equal(["2026-10", "2026-11", "2026-12"], statement.Assignments[0].Components.Select(one => one.Measure));
    }

    // All of 150,000 retires quota and half of it pays: a third of the 75,000 is beyond quota: 50,000 at 10 % and 25,000 at 20 %.
    [Fact]
    public void Given_a_hybrid_table_when_less_pays_than_retires_quota_then_overage_is_told_by_quota_credit()
    {
        var table = Table("hybrid", "attainment", new(0m) { Multiplier = 1m }, new(100m) { Multiplier = 2m }) with { BaseRatePercent = 10m };
        var component = Component(table, "month", rules: new CreditRule { Id = "half", SharePercent = 50m, QuotaSharePercent = 100m });
        Assert.Equal(10_000m, Earned(component, Sold(150_000m)));
    }

    // Beyond 150 % a hybrid table earns nothing more: 10,000 + 20 % of 50,000.
    [Fact]
    public void Given_a_hybrid_table_when_attainment_is_capped_then_nothing_more_is_earned()
    {
        var table = Table("hybrid", "attainment", new(0m) { Multiplier = 1m }, new(100m) { Multiplier = 2m }) with { BaseRatePercent = 10m };
        Assert.Equal(20_000m, Earned(Component(table, "month") with { Caps = [new PayCap { On = "attainment", Percent = 150m }] }, Sold(180_000m)));
    }

    // A curve of 0 to 1,000 at 100 %: 500 at 50 %; a month of refunds of 50 % takes 500 back. With nothing before 80 % there is nothing to take.
    [Fact]
    public void Given_a_curve_when_the_total_is_below_0_then_it_is_as_steep_as_it_begins()
    {
        RateTable Curve(params CurvePoint[] points) => new() { Mode = "curve", Selector = "attainment", Points = points };
        var straight = Component(Curve(new(0m, Amount: 0m), new(100m, Amount: 1_000m)), "month");
        Assert.Equal((500m, -500m), (Earned(straight, Sold(50_000m)), Earned(straight, Sold(-50_000m))));
        var late = Component(Curve(new(0m, Amount: 0m), new(80m, Amount: 0m), new(80m, Amount: 500m), new(100m, Amount: 1_000m)), "month");
        Assert.Equal((0m, 500m, 0m), (Earned(late, Sold(79_999m)), Earned(late, Sold(80_000m)), Earned(late, Sold(-50_000m))));
    }
}
