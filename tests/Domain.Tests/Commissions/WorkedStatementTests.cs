using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Deals;
using static SalesPerf.Domain.Tests.Commissions.Samples;
using static SalesPerf.Domain.Tests.Commissions.StatementSamples;

namespace SalesPerf.Domain.Tests.Commissions;

/// <summary>Worked cases, to the cent, as statements.</summary>
public sealed class WorkedStatementTests
{
    // 4 % to 100,000, 5 % to 150,000, 6 % above: 4,000 + 2,500 + 1,800.
    [Fact]
    public void Given_marginal_tiers_when_180_000_are_sold_then_8_300_are_earned()
    {
        var statement = State(Plan("month", Component(FourFiveSix, "month")), Agreed, "2026-11", Credit("a", 80_000m, "2026-11-02"), Credit("b", 100_000m, "2026-11-03"));
        Assert.Equal((8_300m, 8_300m), (statement.Earned(), statement.Payout()));
        var second = statement.Component().Lines[1];

        // 80,000 to 100,000 at 4 %, to 150,000 at 5 %, to 180,000 at 6 %: 800 + 2,500 + 1,800.
        Assert.Equal((5_100m, 3, 6m, 180_000m), (second.Earned.Amount, second.Tier, second.RatePercent, second.SelectorValue));
        Assert.Equal([20_000m, 50_000m, 30_000m], second.Portions.Select(part => part.Credit));
    }

    // Quota 100,000 at 0.6: 60,000; the whole overage of 75,000 at 2.5 × 0.6, from 150 %: 112,500.
    [Fact]
    public void Given_a_hybrid_table_when_175_percent_is_reached_then_all_beyond_quota_is_paid_at_the_highest_multiplier()
    {
        var table = Table("hybrid", "attainment", new(0m) { Multiplier = 1m }, new(100m) { Multiplier = 1.5m }, new(150m) { Multiplier = 2.5m }) with { BaseRatePercent = 60m };
        var statement = State(Plan("month", Component(table, "month")), Agreed.WithQuota(100_000m), "2026-11", Credit("a", 175_000m, "2026-11-02"));
        Assert.Equal(172_500m, statement.Earned());
    }

    // $10 to 1,000, $40 to 3,000, 1,500 of 5,000 of $100: 10 + 40 + 30. At 20,000 all of them: 2,150; beyond it the last tier is open-ended and goes on as
    // steeply: 2,000 × 42,000 ÷ 12,000 = 7,000 at 50,000.
    [Theory]
    [InlineData(4_500, 80)]
    [InlineData(500, 5)]
    [InlineData(20_000, 2_150)]
    [InlineData(50_000, 7_150)]
    [InlineData(-4_500, -80)]
    public void Given_interpolated_amounts_when_a_deal_is_inside_a_tier_then_it_earns_its_part(int amount, int earned)
    {
        var table = Table("interpolated", "credit", new(0m) { Flat = 10m }, new(1_000m) { Flat = 40m }, new(3_000m) { Flat = 100m }, new(8_000m, null, 20_000m) { Flat = 2_000m });
        Assert.Equal(earned, State(Plan("month", Component(table, "deal")), Agreed, "2026-11", Credit("a", amount, "2026-11-02")).Earned());
    }

    // 20,000 of target pay at a million: 2 % to quota, 2.8 % to 120 %, 3.2 % above. 100,000, then 200,000, then 500,000 to date.
    [Theory]
    [InlineData("2026-01", 2_000)]
    [InlineData("2026-02", 2_000)]
    [InlineData("2026-03", 6_000)]
    [InlineData("2026-08", 22_000)]
    [InlineData("2026-09", 3_200)]
    public void Given_slices_of_target_pay_by_the_year_when_booked_to_date_then_months_pay_the_increments(string period, int earned)
    {
        var table = Table("marginal", "attainment", new(0m) { TargetMultiplier = 1m }, new(100m) { TargetMultiplier = 1.4m }, new(120m) { TargetMultiplier = 1.6m });
        var agreed = Agreed.WithQuota(1_000_000m) with { TargetPay = 20_000m };
        Credit[] credits =
        [
            Credit("a", 100_000m, "2026-01-31"), Credit("b", 100_000m, "2026-02-01"), Credit("c", 300_000m, "2026-03-15"),
            Credit("d", 900_000m, "2026-08-15"), Credit("e", 100_000m, "2026-09-15"),
        ];
        Assert.Equal(earned, State(Plan("month", Component(table, "year")), agreed, period, credits).Earned());
    }

    // 17 of 31 days of a quota of 10,000.
    [Fact]
    public void Given_17_of_31_days_when_the_quota_is_prorated_then_it_is_5_483_87()
    {
        var plan = Plan("month", Component(Marginal((0, 10), (100, 20)) with { Selector = "attainment" }, "month"));
        var statement = State(plan, Agreed.WithQuota(10_000m) with { From = new(2026, 10, 15) }, "2026-10", Credit("early", 7_000m, "2026-10-14"), Credit("a", 10_000m, "2026-10-15"));

        // 10 % of 5,483.87 and 20 % of 4,516.13: 548.387 + 903.226.
        Assert.Equal((5_483.87m, 1_451.61m), (statement.Component().Quota!.Value.Amount, statement.Earned()));
    }

    // Gross 2,750; 3,000; 1,500; 2,375; 3,000; 2,750 on a draw of 2,000: 500 is advanced in March, 375 and 125 come back.
    [Theory]
    [InlineData("2026-01", 2_750, 0)]
    [InlineData("2026-02", 3_000, 0)]
    [InlineData("2026-03", 2_000, 500)]
    [InlineData("2026-04", 2_000, 125)]
    [InlineData("2026-05", 2_875, 0)]
    [InlineData("2026-06", 2_750, 0)]
    public void Given_a_recoverable_draw_when_months_differ_then_it_is_advanced_and_recovered(string period, int payout, int debt)
    {
        var plan = Plan("month", Component(Marginal((0, 100)), "month")) with { Draw = new PlanDraw { Kind = "guarantee", Amount = 2_000m } };
        decimal[] gross = [2_750m, 3_000m, 1_500m, 2_375m, 3_000m, 2_750m];
        var statement = State(plan, Agreed, period, [.. gross.Select((amount, i) => Credit($"d{i}", amount, $"2026-0{i + 1}-10"))]);
        Assert.Equal((payout, debt), (statement.Payout(), statement.Assignments[0].DrawBalance.Amount));
    }

    // 1,000 and a loan of 1,000: 2,000; then 3,000 less 1,000: 2,000.
    [Theory]
    [InlineData("2026-01", 2_000, 1_000)]
    [InlineData("2026-02", 2_000, 0)]
    [InlineData("2026-03", 500, 0)]
    public void Given_an_additive_loan_when_the_next_month_comes_then_it_is_deducted(string period, int payout, int debt)
    {
        var plan = Plan("month", Component(Marginal((0, 100)), "month")) with { Draw = new PlanDraw { Kind = "additiveLoan", Amount = 1_000m } };
        var statement = State(plan, Agreed, period, Credit("a", 1_000m, "2026-01-10"), Credit("b", 3_000m, "2026-02-10"), Credit("c", 500m, "2026-03-10"));
        Assert.Equal((payout, debt), (statement.Payout(), statement.Assignments[0].DrawBalance.Amount));
    }

    // A refund of 5,000 at 10 %: −500 is earned, nothing paid, and 500 owed; the next 1,200 pay 700.
    [Fact]
    public void Given_a_refund_when_it_is_more_than_was_earned_then_it_is_carried()
    {
        var plan = Plan("month", Component(Marginal((0, 10)), "month"));
        Credit[] credits = [Credit("a", -5_000m, "2026-10-03"), Credit("b", 12_000m, "2026-11-03")];
        var october = State(plan, Agreed, "2026-10", credits);
        Assert.Equal((-500m, 0m, 500m), (october.Earned(), october.Payout(), october.Assignments[0].ReceivableBalance.Amount));
        var november = State(plan, Agreed, "2026-11", credits);
        Assert.Equal((1_200m, 700m, 0m), (november.Earned(), november.Payout(), november.Assignments[0].ReceivableBalance.Amount));
    }

    // All of 120,000 at 6 % once 100,000 are reached: 7,200; the first 60,000 were paid 3 %, so the second deal has the catch-up: 7,200 − 1,800.
    [Theory]
    [InlineData("higher", 100_000, 6_000)]
    [InlineData("lower", 100_000, 3_000)]
    [InlineData("higher", 120_000, 7_200)]
    public void Given_a_whole_table_when_a_tier_is_reached_then_all_of_it_is_paid_so(string boundary, int sold, int earned)
    {
        var table = Table("whole", "credit", new(0m, 3m), new(100_000m, 6m)) with { Boundary = boundary };
        var statement = State(Plan("month", Component(table, "month")), Agreed, "2026-11", Credit("a", 60_000m, "2026-11-02"), Credit("b", sold - 60_000m, "2026-11-03"));
        Assert.Equal(earned, statement.Earned());
        Assert.Equal([1_800m, earned - 1_800m], statement.Component().Lines.Select(line => line.Earned.Amount));
    }

    // Nothing to 80 %, half of target pay there, all of it at quota, twice at 150 %. Target pay of a month: 1,000.
    [Theory]
    [InlineData(79_999, 0)]
    [InlineData(80_000, 500)]
    [InlineData(90_000, 750)]
    [InlineData(125_000, 1_500)]
    [InlineData(300_000, 2_000)]
    public void Given_a_curve_when_attainment_is_between_points_then_pay_is_linear(int sold, int earned)
    {
        var table = new RateTable { Mode = "curve", Selector = "attainment", Points = [new(0m, 0m), new(80m, 0m), new(80m, 50m), new(100m, 100m), new(150m, 200m)] };
        var agreed = Agreed.WithQuota(100_000m) with { TargetPay = 12_000m };
        Assert.Equal(earned, State(Plan("month", Component(table, "month")), agreed, "2026-11", Credit("a", sold, "2026-11-02")).Earned());
    }
}
