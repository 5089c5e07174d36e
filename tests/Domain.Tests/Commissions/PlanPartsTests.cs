using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Deals;
using static SalesPerf.Domain.Tests.Commissions.Samples;
using static SalesPerf.Domain.Tests.Commissions.StatementSamples;

namespace SalesPerf.Domain.Tests.Commissions;

/// <summary>Every part of a plan on its own: what it does to pay, and where.</summary>
public sealed class PlanPartsTests
{
    private static readonly RateTable Tenth = Marginal((0, 10));

    private static readonly PlanComponent Bookings = Component(Tenth, "month");

    private static decimal Earned(PlanComponent component, PlanAssignment agreed, params Credit[] credits) => State(Plan("month", component), agreed, "2026-11", credits).Earned();

    private static Credit Sold(decimal amount, string deal = "a") => Credit(deal, amount, "2026-11-05");

    // 10 % of 120,000, × 1.5 at 100 % of quota and above; × 0.5 below 80 %.
    [Theory]
    [InlineData(120_000, 18_000)]
    [InlineData(100_000, 15_000)]
    [InlineData(90_000, 9_000)]
    [InlineData(80_000, 8_000)]
    [InlineData(79_000, 3_950)]
    public void Given_multipliers_when_a_threshold_is_reached_or_missed_then_all_pay_is_multiplied(int sold, int earned)
    {
        var component = Bookings with
        {
            Multipliers =
            [
                new PayMultiplier { Id = "up", Threshold = 100m, Factor = 1.5m },
                new PayMultiplier { Id = "down", Kind = "decelerator", Threshold = 80m, Factor = 0.5m },
            ],
        };
        Assert.Equal(earned, Earned(component, Agreed.WithQuota(100_000m), Sold(sold)));
    }

    // The table tells what attainment is worth: 10,000 to quota, and 2 × 10 % of the 20,000 beyond it on the slice.
    [Fact]
    public void Given_an_accelerator_on_the_slice_when_quota_is_passed_then_only_what_is_beyond_it_is_multiplied()
    {
        var component = Component(Marginal((0, 10)) with { Selector = "attainment" }, "month") with
        {
            Multipliers = [new PayMultiplier { Id = "up", Threshold = 100m, On = "slice", Factor = 2m }],
        };
        Assert.Equal(14_000m, Earned(component, Agreed.WithQuota(100_000m), Sold(120_000m)));
    }

    // 9.99 under 10: nothing; 10: all of 1,000. Limited to 400, or to a quarter of the month's target pay of 1,000.
    [Theory]
    [InlineData("9.99", "zero", 0)]
    [InlineData("10", "zero", 1_000)]
    [InlineData("9.99", "amount", 400)]
    [InlineData("9.99", "percent", 250)]
    public void Given_a_gate_on_an_entered_metric_when_it_is_missed_then_pay_is_limited(string entered, string otherwise, int earned)
    {
        var gate = new PayGate { Id = "g", Metric = "ebitda", AtLeast = 10m, Otherwise = otherwise == "zero" ? "zero" : "limitPay" };
        gate = otherwise switch { "amount" => gate with { LimitAmount = 400m }, "percent" => gate with { LimitTargetPayPercent = 25m }, _ => gate };
        var agreed = (Agreed with { TargetPay = 12_000m }).Entered("ebitda", "2026-11", decimal.Parse(entered, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(earned, Earned(Bookings with { Gates = [gate] }, agreed, Sold(10_000m)));
    }

    // Bookings pay at 1 % only beyond 100,000 unless services reach 50 %: 10,000 + 2 × … limited to the first tier: 15,000 instead of 20,000.
    [Theory]
    [InlineData(4_999, 15_000)]
    [InlineData(5_000, 20_000)]
    public void Given_a_gate_on_another_component_when_it_is_missed_then_higher_tiers_do_not_pay(int services, int earned)
    {
        var bookings = Component(Marginal((0, 10), (100_000, 20)), "month", rules: new CreditRule { Id = "b", Filter = new CreditFilter { Field = "kind", Op = "absent" } }) with
        {
            Gates = [new PayGate { Id = "g", Selector = "attainment", Component = "services", AtLeast = 50m, Otherwise = "limitTier", LimitTier = 1 }],
        };
        var other = Component(Marginal((0, 0)), "month", "services", new CreditRule { Id = "s", Filter = new CreditFilter { Field = "kind", Op = "exists" } });
        var statement = State(Plan("month", bookings, other), Agreed.WithQuota(10_000m, "services"), "2026-11", Sold(150_000m), Sold(services, "s").With("kind", "service"));
        Assert.Equal(earned, statement.Component().Earned.Amount);
    }

    // 500 at 100 % and 10 % of the month's target pay (1,000) at 120 %: both once, however the deals come.
    [Theory]
    [InlineData(99_999, 0)]
    [InlineData(100_000, 500)]
    [InlineData(130_000, 600)]
    public void Given_kickers_when_thresholds_are_passed_then_they_add_up(int sold, int kickers)
    {
        var component = Component(Marginal((0, 0)), "month") with
        {
            Kickers = [new PayKicker { Id = "k1", Threshold = 100m, Amount = 500m }, new PayKicker { Id = "k2", Threshold = 120m, TargetPayPercent = 10m }],
        };
        Assert.Equal(kickers, Earned(component, Agreed.WithQuota(100_000m) with { TargetPay = 12_000m }, Sold(sold)));
    }

    // A threshold of 1,000: 600 in September misses 400, so October's 1,500 pays on 100; that resets it, and November's 1,200 pays on 200.
    [Theory]
    [InlineData("2026-09", 0)]
    [InlineData("2026-10", 10)]
    [InlineData("2026-11", 20)]
    public void Given_a_deficit_threshold_when_it_is_missed_then_the_shortfall_is_carried(string period, int earned)
    {
        Credit[] credits = [Credit("z", 1_000m, "2026-08-01"), Credit("y", 1_000m, "2026-07-01"), Credit("a", 600m, "2026-09-05"), Credit("b", 1_500m, "2026-10-05"), Credit("c", 1_200m, "2026-11-05")];
        var component = Bookings with { Deficit = new DeficitThreshold(1_000m) };
        Assert.Equal(earned, State(Plan("month", component), Agreed with { From = new(2026, 7, 1) }, period, credits).Earned());
    }

    // 10 % of 50,000 and 30,000: 5,000 is cut to 4,000. 12 % is cut to 11 %. A component's 8,000 to 6,000, and of 2 × 6,000 of the plan 10,000 are left.
    [Fact]
    public void Given_caps_when_they_are_passed_then_pay_stops_there()
    {
        Assert.Equal(7_000m, Earned(Bookings with { Caps = [new PayCap { On = "deal", Amount = 4_000m }] }, Agreed, Sold(50_000m), Sold(30_000m, "b")));
        Assert.Equal(1_100m, Earned(Component(Marginal((0, 12)), "month") with { Caps = [new PayCap { On = "rate", Percent = 11m }] }, Agreed, Sold(10_000m)));
        var capped = Bookings with { Caps = [new PayCap { On = "component", Amount = 6_000m }] };
        Assert.Equal(6_000m, Earned(capped, Agreed, Sold(80_000m)));
        var plan = Plan("month", capped, capped with { Id = "other" }) with { Caps = [new PayCap { On = "plan", Amount = 10_000m }] };
        Assert.Equal(10_000m, State(plan, Agreed, "2026-11", Sold(80_000m)).Earned());
    }

    // 150 % of a quota of 100,000 is the most that counts: 10 % of 150,000.
    [Fact]
    public void Given_an_attainment_cap_when_it_is_passed_then_nothing_more_is_earned()
    {
        var component = Component(Marginal((0, 10)) with { Selector = "attainment" }, "month") with { Caps = [new PayCap { On = "attainment", Percent = 150m }] };
        Assert.Equal(15_000m, Earned(component, Agreed.WithQuota(100_000m), Sold(120_000m), Sold(80_000m, "b")));
    }

    // 8,000 against a cap of 6,000 a month: 2,000 are lost, or paid in December beside 1,000.
    [Theory]
    [InlineData("lost", 6_000, 1_000)]
    [InlineData("carried", 6_000, 3_000)]
    public void Given_a_plan_cap_when_a_month_is_below_it_then_what_was_carried_is_paid(string excess, int november, int december)
    {
        var plan = Plan("month", Bookings) with { Caps = [new PayCap { On = "plan", Amount = 6_000m, Excess = excess }] };
        Credit[] credits = [Sold(80_000m), Credit("b", 10_000m, "2026-12-05")];
        Assert.Equal((november, december), (State(plan, Agreed, "2026-11", credits).Earned(), State(plan, Agreed, "2026-12", credits).Earned()));

        // The same on the component, by pay period of a year's measure.
        var component = Component(Tenth, "year") with { Caps = [new PayCap { On = "component", Amount = 6_000m, Per = "payPeriod", Excess = excess }] };
        Assert.Equal((november, december), (State(Plan("month", component), Agreed, "2026-11", credits).Earned(), State(Plan("month", component), Agreed, "2026-12", credits).Earned()));
    }

    // 10 % of 100 is raised to the tier's minimum of 50 and the component's of 80; 10 % of 10,000 is cut to the tier's 700, and a refund knows no minimum.
    [Fact]
    public void Given_minimums_and_maximums_of_a_tier_when_anything_is_in_it_then_they_bound_its_pay()
    {
        var component = Component(Table("marginal", "credit", new RateTier(0m, 10m) { Minimum = 50m, Maximum = 700m }), "month");
        Assert.Equal((50m, 700m, 0m, -10m), (Earned(component, Agreed, Sold(100m)), Earned(component, Agreed, Sold(10_000m)), Earned(component, Agreed), Earned(component, Agreed, Sold(-100m))));
        Assert.Equal(80m, Earned(component with { Minimum = 80m }, Agreed, Sold(100m)));
    }

    // 30 units: 10 at $5, 20 at $8, and $100 on reaching 20: 50 + 160 + 100. All of it at $8 once the second tier is retroactive: 240 + 100.
    [Theory]
    [InlineData(false, 310)]
    [InlineData(true, 340)]
    public void Given_units_and_flats_when_tiers_are_reached_then_units_are_paid_and_the_flat_once(bool retroactive, int earned)
    {
        var table = Table("marginal", "units", new RateTier(0m) { PerUnit = 5m }, new RateTier(10m) { PerUnit = 8m, Retroactive = retroactive }, new RateTier(20m) { PerUnit = 8m, Flat = 100m });
        var component = Component(table, "month", rules: new CreditRule { Id = "u", Base = "units" });
        Assert.Equal(earned, Earned(component, Agreed, Sold(9_000m).With("units", "12"), Sold(9_000m, "b").With("units", "18")));
    }

    // Selector units, base amount: 4 units for 8,000, then 8 for 2,000. Units 0-10 at 1 %, above at 2 %: 80 + 6/8 of 2,000 at 1 % + 2/8 at 2 % = 80 + 15 + 10.
    [Fact]
    public void Given_a_selector_that_is_not_the_base_when_a_deal_crosses_a_tier_then_its_base_is_divided_by_the_distance()
    {
        var component = Component(Table("marginal", "units", new(0m, 1m), new(10m, 2m)), "month");
        Assert.Equal(105m, Earned(component, Agreed, Sold(8_000m).With("units", "4"), Sold(2_000m, "b").With("units", "8")));
    }

    // The margin share of all deals, 30 %, picks 5 % of 20,000, × 1.2 for a satisfaction of 90.
    [Fact]
    public void Given_chained_tables_when_selectors_have_values_then_factors_multiply()
    {
        var component = Component(Table("whole", "marginPercent", new(0m, 2m), new(30m, 5m)), "month") with
        {
            ChainedTables = [Table("whole", "metric", new RateTier(0m) { Multiplier = 1m }, new RateTier(90m) { Multiplier = 1.2m }) with { Metric = "csat" }],
        };
        Assert.Equal(1_200m, Earned(component, Agreed.Entered("csat", "2026-11", 90m), Sold(20_000m) with { Margin = 6_000m }));
    }

    // 10 % of 20,000, of which a second component takes 25 %.
    [Fact]
    public void Given_a_component_based_on_another_when_paid_then_its_credit_is_the_others_pay()
    {
        var plan = Plan("month", new PlanComponent { Id = "bonus", Measure = "quarter", BasedOn = ["bookings"], Table = Marginal((0, 25)) }, Bookings);
        var statement = State(plan, Agreed, "2026-11", Sold(20_000m), Credit("o", 10_000m, "2026-10-01"));
        Assert.Equal((2_000m, 500m), (statement.Component().Earned.Amount, statement.Component("bonus").Earned.Amount));
    }

    // 100 for each deal of 5,000 and more in the first half of November.
    [Fact]
    public void Given_a_spiff_when_deals_are_in_its_days_and_large_enough_then_each_pays()
    {
        var plan = Plan("month", Bookings) with { Spiffs = [new Spiff { Id = "s", From = new(2026, 11, 1), To = new(2026, 11, 16), AtLeast = 5_000m, Amount = 100m }] };
        var statement = State(plan, Agreed, "2026-11", Sold(5_000m), Sold(4_999m, "b"), Credit("c", 9_000m, "2026-11-15"), Credit("d", 9_000m, "2026-11-16"));
        Assert.Equal(200m, Assert.Single(statement.Assignments[0].Extras).Amount.Amount);
        Assert.Equal(2_799.90m + 200m, statement.Earned());
    }

    // 25, 50, 75 % of a monthly quota of 10,000 from August on; accelerators are off: 10 % of 6,000 even at 120 % of 5,000. In November 20 % of 2,000 beyond 10,000.
    [Theory]
    [InlineData("2026-08", 2_500, 600)]
    [InlineData("2026-09", 5_000, 600)]
    [InlineData("2026-10", 7_500, 600)]
    [InlineData("2026-11", 10_000, 1_400)]
    public void Given_a_ramp_when_months_pass_then_the_quota_grows_and_accelerators_wait(string period, int quota, int earned)
    {
        var plan = Plan("month", Component(Marginal((0, 10), (100, 20)) with { Selector = "attainment" }, "month")) with { Ramp = new PlanRamp { Steps = [new(25m), new(50m), new(75m)] } };
        var agreed = Agreed.WithQuota(10_000m) with { From = new(2026, 8, 1), RampStart = new(2026, 8, 1) };
        Credit[] credits = [Credit("a", 6_000m, "2026-08-05"), Credit("b", 6_000m, "2026-09-05"), Credit("c", 6_000m, "2026-10-05"), Credit("d", 12_000m, "2026-11-05")];
        var statement = State(plan, agreed, period, credits);
        Assert.Equal((quota, earned), (statement.Component().Quota!.Value.Amount, statement.Earned()));
    }

    // A quarter's ramp of 25, 50, 75 % is half of the quota, whatever the days of its months.
    [Fact]
    public void Given_a_ramp_over_a_quarter_when_all_of_it_is_worked_then_the_quota_is_the_mean_of_the_steps()
    {
        var plan = Plan("month", Component(Marginal((0, 10)) with { Selector = "attainment" }, "quarter")) with { Ramp = new PlanRamp { Steps = [new(25m), new(50m), new(75m)] } };
        var statement = State(plan, Agreed.WithQuota(300_000m) with { From = new(2026, 7, 1), RampStart = new(2026, 7, 1) }, "2026-07");
        Assert.Equal(150_000m, statement.Component().Quota!.Value.Amount);
    }

    // Up-front 1,000 of 600: 400 is owed; then 1,300: 300 beside the advance, all of it recovered. A guarantee that is not recoverable forgets.
    [Fact]
    public void Given_draws_of_other_kinds_when_a_month_is_short_then_each_settles_its_way()
    {
        Credit[] credits = [Credit("a", 6_000m, "2026-01-05"), Credit("b", 13_000m, "2026-02-05")];
        var upFront = Plan("month", Bookings) with { Draw = new PlanDraw { Kind = "upFront", Amount = 1_000m } };
        var january = State(upFront, Agreed, "2026-01", credits).Assignments[0];
        Assert.Equal((1_000m, 400m), (january.Payout.Amount, january.DrawBalance.Amount));
        var february = State(upFront, Agreed, "2026-02", credits).Assignments[0];
        Assert.Equal((1_000m, 100m), (february.Payout.Amount, february.DrawBalance.Amount));
        var kept = Plan("month", Bookings) with { Draw = new PlanDraw { Kind = "guarantee", Amount = 1_000m, Recoverable = false } };
        Assert.Equal((1_000m, 1_300m), (State(kept, Agreed, "2026-01", credits).Payout(), State(kept, Agreed, "2026-02", credits).Payout()));
    }

    // A quota of 0: attainment is 0 %, and only a base rate pays: 10 % of 10,000.
    [Fact]
    public void Given_a_quota_of_0_when_attainment_is_looked_at_then_only_a_base_rate_pays()
    {
        var table = Table("marginal", "attainment", new RateTier(0m) { Multiplier = 1m }, new RateTier(100m) { Multiplier = 2m });
        var none = State(Plan("month", Component(table, "month")), Agreed.WithQuota(0m), "2026-11", Sold(10_000m));
        Assert.Equal((0m, 0m), (none.Earned(), none.Component().AttainmentPercent));
        Assert.Contains(none.Warnings, warning => warning.Code == WarningCodes.NoQuota);
        Assert.Equal(1_000m, Earned(Component(table with { BaseRatePercent = 10m }, "month"), Agreed.WithQuota(0m), Sold(10_000m)));
    }
}
