using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Deals;
using static SalesPerf.Domain.Tests.Commissions.Samples;
using static SalesPerf.Domain.Tests.Commissions.StatementSamples;

namespace SalesPerf.Domain.Tests.Commissions;

/// <summary>What the end of a deal takes back: the difference that it made, with everything that depends on it.</summary>
public sealed class ClawbackTests
{
    private static readonly PlanClawback Full = new();

    private static decimal Taken(Plan plan, params Credit[] credits) => State(plan, Agreed, "2026-05", credits).Earned();

    private static Credit Ended(string deal, decimal amount, string date) => Credit(deal, amount, date).With("endedOn", "2026-05-20");

    // 2 % of 90,000 are 1,800, and a bonus of 3,700 for 100,000: 5,500 with the 10,000 of the second deal at 0. Without it 1,800: −3,700 and its own 2 %, 200.
    [Fact]
    public void Given_a_bonus_that_the_deal_reached_when_it_ends_then_the_bonus_comes_back_too()
    {
        var plan = Plan("month", Component(Marginal((0, 2)), "month") with { Kickers = [new PayKicker { Id = "k", Selector = "credit", Threshold = 100_000m, Amount = 3_500m }] }) with { Clawback = Full };
        Assert.Equal(-3_700m, Taken(plan, Credit("a", 90_000m, "2026-01-10"), Ended("b", 10_000m, "2026-01-20")));
    }

    // 10 % of 80,000 and 40,000 are 12,000, capped at 10,000 by the plan: without the second 8,000 are left, so that 2,000 come back and not 4,000. With a floor of 9,000: 1,000.
    [Theory]
    [InlineData(null, -2_000)]
    [InlineData(9_000, -1_000)]
    public void Given_a_plan_cap_when_a_deal_ends_then_only_what_it_made_within_it_comes_back(int? floor, int taken)
    {
        var plan = Plan("month", Component(Marginal((0, 10)), "month")) with { Clawback = Full, Caps = [new PayCap { On = "plan", Amount = 10_000m }], Minimum = floor };
        var may = floor is null ? 0m : 9_000m; // May's own floor
        Assert.Equal(taken + may, Taken(plan, Credit("a", 80_000m, "2026-01-10"), Ended("b", 40_000m, "2026-01-20")));
    }

    // The same by a cap on pay periods of the component, of a year's measure.
    [Fact]
    public void Given_a_cap_on_pay_periods_when_a_deal_ends_then_only_what_it_made_within_it_comes_back()
    {
        var plan = Plan("month", Component(Marginal((0, 10)), "year") with { Caps = [new PayCap { On = "component", Amount = 10_000m, Per = "payPeriod" }] }) with { Clawback = Full };
        Assert.Equal(-2_000m, Taken(plan, Credit("a", 80_000m, "2026-01-10"), Ended("b", 40_000m, "2026-01-20")));
    }

    // 10 % of 20,000 is 2,000, and a quarter of it 500 in the component that is based on it; a spiff of 100 for the deal: 2,600.
    [Fact]
    public void Given_pay_based_on_other_pay_and_a_spiff_when_the_deal_ends_then_they_follow()
    {
        var plan = Plan("month", Component(Marginal((0, 10)), "month"), new PlanComponent { Id = "bonus", Measure = "quarter", BasedOn = ["bookings"], Table = Marginal((0, 25)) }) with
        {
            Clawback = Full,
            Spiffs = [new Spiff { Id = "s", Amount = 100m }],
        };
        Assert.Equal(-2_600m, Taken(plan, Ended("a", 20_000m, "2026-01-10")));
    }

    // A gate of 50,000 of credit in the month: without the deal the other's 30,000 miss it: all 6,000 come back.
    [Fact]
    public void Given_a_gate_when_a_deal_ends_without_which_it_is_missed_then_all_comes_back()
    {
        var plan = Plan("month", Component(Marginal((0, 10)), "month") with { Gates = [new PayGate { Id = "g", Selector = "credit", AtLeast = 50_000m }] }) with { Clawback = Full };
        Assert.Equal(-6_000m, Taken(plan, Credit("a", 30_000m, "2026-01-10"), Ended("b", 30_000m, "2026-01-20")));
    }

    // A year of 60,000 + 60,000 at 6 %: 7,200, half of it paid at once. Without the first 60,000 at 3 %: 1,800. 5,400 less, of which half was paid: 2,700. What is held still is the second's 900.
    [Fact]
    public void Given_held_pay_when_a_deal_ends_then_what_others_lose_is_not_paid_later_either()
    {
        var plan = Plan("month", Component(Table("whole", "credit", new(0m, 3m), new(100_000m, 6m)), "year")) with
        {
            Clawback = Full,
            Payments = [new PlanPayment { SharePercent = 50m }, new PlanPayment { SharePercent = 50m, On = "date", Date = new DateOnly(2026, 12, 1) }],
        };
        Credit[] credits = [Ended("a", 60_000m, "2026-01-15"), Credit("b", 60_000m, "2026-02-15")];
        var may = State(plan, Agreed, "2026-05", credits).Assignments[0];
        Assert.Equal((-2_700m, 900m), (may.Payable.Amount, may.HeldBalance.Amount));
        Assert.Equal(900m, State(plan, Agreed, "2026-12", credits).Assignments[0].Payable.Amount);
    }

    // Advance of 900 over 9; the customer made 3 payments: 6 ninths come back, whatever the months.
    [Fact]
    public void Given_a_count_of_payments_when_it_ends_then_that_counts_in_place_of_months()
    {
        var plan = Plan("month", Component(Marginal((0, 10)), "month")) with { Clawback = new PlanClawback { Share = "proRata", Months = 9, PaymentsMade = "paymentsMade" } };
        Assert.Equal(-600m, Taken(plan, Ended("a", 9_000m, "2026-01-15").With("paymentsMade", "3")));
        Assert.Equal(-500m, Taken(plan, Ended("a", 9_000m, "2026-01-15")));
    }

    // From the 31st of January a month is complete on the last of February: 8 of 9 then, all the day before.
    [Theory]
    [InlineData("2026-02-27", -900)]
    [InlineData("2026-02-28", -800)]
    public void Given_the_last_of_a_month_when_months_are_counted_then_days_are_clamped(string ended, int taken)
    {
        var plan = Plan("month", Component(Marginal((0, 10)), "month")) with { Clawback = new PlanClawback { Share = "proRata", Months = 9 } };
        Assert.Equal(taken, State(plan, Agreed, "2026-02", Credit("a", 9_000m, "2026-01-31").With("endedOn", ended)).Earned());
    }

    // 4 % to 100,000, then 10 %, by the year: 80,000 in January, and 60,000 in May when the first ends. As a negative credit May's running total is 60,000: 2,400 less the 3,200 paid.
    [Fact]
    public void Given_a_negative_credit_when_a_deal_ends_then_the_running_total_loses_it()
    {
        var plan = Plan("month", Component(Marginal((0, 4), (100_000, 10)), "year")) with { Clawback = Full with { TreatAs = "negativeCredit" } };
        Credit[] credits = [Ended("a", 80_000m, "2026-01-10"), Credit("b", 60_000m, "2026-05-10")];
        var may = State(plan, Agreed, "2026-05", credits);
        Assert.Equal((-800m, 60_000m), (may.Earned(), may.Component().Credit.Amount));
        Assert.Empty(may.Assignments[0].Extras);
        Assert.Equal(2_400m, State(plan, Agreed, "2026-06", credits).Component().EarnedBefore.Amount);

        // Taken back beside the totals: May's 60,000 earn 800 + 4,000; the first made 8,000 − 2,400 of what both earn. The running total keeps it: 10 % of 1,000 in June.
        Assert.Equal(4_800m - 5_600m, Taken(plan with { Clawback = Full }, credits));
        Assert.Equal(100m, State(plan with { Clawback = Full }, Agreed, "2026-06", [.. credits, Credit("c", 1_000m, "2026-06-10")]).Earned());
    }

    // Half after six months, if the customer is there: it left in April, so that July pays nothing, and nothing is held.
    [Theory]
    [InlineData("2026-04-10", 0)]
    [InlineData("2026-08-10", 500)]
    public void Given_a_payment_for_active_customers_when_the_customer_has_left_then_it_is_never_paid(string left, int july)
    {
        var plan = Plan("month", Component(Marginal((0, 10)), "month")) with
        {
            Payments = [new PlanPayment { SharePercent = 50m }, new PlanPayment { SharePercent = 50m, On = "months", Months = 6, OnlyIf = "customerActive" }],
        };
        Assert.Equal(july, State(plan, Agreed, "2026-07", Credit("a", 10_000m, "2026-01-10").With("inactiveOn", left)).Payout());
    }

    // 10 % of 160,000 is 16,000, capped at 10,000 by the plan: half of that is held, 5,000, and paid in July. A floor of 12,000 is no credit's: the 4,000 beyond 8,000 are paid at once.
    [Fact]
    public void Given_held_pay_when_the_plan_has_a_cap_or_a_floor_then_parts_of_what_is_left_are_held()
    {
        var plan = Plan("month", Component(Marginal((0, 10)), "month")) with { Payments = [new PlanPayment { SharePercent = 50m }, new PlanPayment { SharePercent = 50m, On = "months", Months = 6 }] };
        var capped = plan with { Caps = [new PayCap { On = "plan", Amount = 10_000m }] };
        Credit[] credits = [Credit("a", 100_000m, "2026-01-10"), Credit("b", 60_000m, "2026-01-11")];
        var january = State(capped, Agreed, "2026-01", credits).Assignments[0];
        Assert.Equal((10_000m, 5_000m, 5_000m), (january.Earned.Amount, january.Payable.Amount, january.HeldBalance.Amount));
        Assert.Equal(5_000m, State(capped, Agreed, "2026-07", credits).Payout());
        Assert.Equal(8_000m, State(plan with { Minimum = 12_000m }, Agreed, "2026-01", Credit("a", 80_000m, "2026-01-10")).Payout());
    }

    // A loan that is not recoverable is not deducted.
    [Fact]
    public void Given_an_additive_loan_that_is_not_recoverable_when_the_next_month_pays_then_it_stays()
    {
        var plan = Plan("month", Component(Marginal((0, 10)), "month")) with { Draw = new PlanDraw { Kind = "additiveLoan", Amount = 1_000m, Recoverable = false } };
        Credit[] credits = [Credit("a", 10_000m, "2026-01-10"), Credit("b", 30_000m, "2026-02-10")];
        Assert.Equal((2_000m, 3_000m), (State(plan, Agreed, "2026-01", credits).Payout(), State(plan, Agreed, "2026-02", credits).Payout()));
        plan = plan with { Draw = plan.Draw! with { Recoverable = true } };
        Assert.Equal((2_000m, 2_000m), (State(plan, Agreed, "2026-01", credits).Payout(), State(plan, Agreed, "2026-02", credits).Payout()));
    }
}
