using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Deals;
using static SalesPerf.Domain.Tests.Commissions.Samples;
using static SalesPerf.Domain.Tests.Commissions.StatementSamples;

namespace SalesPerf.Domain.Tests.Commissions;

/// <summary>Assignments that follow each other, and what goes on after the last of them.</summary>
public sealed class SuccessionTests
{
    private static readonly Plan Tenth = Plan("month", Component(Marginal((0, 10)), "month"));

    private static PlanTerms Terms(string id, Plan plan, string from, string? to = null) =>
        PlanTerms.Of(Agreed with { Id = id, From = DateOnly.Parse(from, null), To = to is null ? null : DateOnly.Parse(to, null) }, plan, _ => null, Calendar);

    // January: nothing earned, the draw of 1,000 is owed. From February another plan without a draw: 2,500 less what is above the floor of 1,000: 1,000 recovered, 1,500 paid.
    [Fact]
    public void Given_a_draw_when_another_plan_follows_then_what_is_owed_is_recovered_from_it()
    {
        PlanTerms[] terms =
        [
            Terms("a", Tenth with { Draw = new PlanDraw { Kind = "guarantee", Amount = 1_000m } }, "2026-01-01", "2026-02-01"),
            Terms("b", Tenth with { Id = "other" }, "2026-02-01"),
        ];
        Assert.Equal(1_000m, State(terms, "2026-01").Assignments[0].DrawBalance.Amount);
        var february = Assert.Single(State(terms, "2026-02", Credit("x", 25_000m, "2026-02-10")).Assignments);
        Assert.Equal(("b", 1_500m, 0m), (february.Assignment, february.Payout.Amount, february.DrawBalance.Amount));
    }

    // Half of 1,000 is due three months later, in April: the assignment ended in January, and the statement of April pays it. March says nothing but what is held.
    [Fact]
    public void Given_held_pay_when_the_assignment_is_over_then_it_is_still_paid_when_due()
    {
        var plan = Tenth with { Payments = [new PlanPayment { SharePercent = 50m }, new PlanPayment { SharePercent = 50m, On = "months", Months = 3 }] };
        PlanTerms[] terms = [Terms("a", plan, "2026-01-01", "2026-02-01")];
        var sold = Credit("x", 10_000m, "2026-01-10");
        Assert.Equal((0m, 500m), (State(terms, "2026-03", sold).Payout(), State(terms, "2026-03", sold).Assignments[0].HeldBalance.Amount));
        Assert.Equal(500m, State(terms, "2026-04", sold).Payout());
        Assert.Empty(State(terms, "2026-05", sold).Assignments);
    }

    // The deal of January ends in March, when another plan is in force: 1,000 come back from its 3,000.
    [Theory]
    [InlineData(true, 2_000, 0)]
    [InlineData(false, 0, 1_000)]
    public void Given_an_end_after_the_assignment_when_it_is_known_then_it_is_taken_from_the_next_plan_or_owed(bool follows, int payout, int owed)
    {
        var clawing = Tenth with { Clawback = new PlanClawback() };
        PlanTerms[] terms = follows ? [Terms("a", clawing, "2026-01-01", "2026-02-01"), Terms("b", Tenth with { Id = "other" }, "2026-02-01")] : [Terms("a", clawing, "2026-01-01", "2026-02-01")];
        var march = Assert.Single(State(terms, "2026-03", Credit("x", 10_000m, "2026-01-10").With("endedOn", "2026-03-05"), Credit("y", 30_000m, "2026-03-10")).Assignments);
        Assert.Equal((payout, owed, "clawback"), (march.Payout.Amount, march.ReceivableBalance.Amount, Assert.Single(march.Extras).Kind));
    }

    // A threshold of 1,000: 600 in January miss 400; the next plan's component of the same name starts with them: 1,500 pay on 100.
    [Fact]
    public void Given_a_deficit_when_another_plan_has_the_same_component_then_it_is_carried()
    {
        var plan = Plan("month", Component(Marginal((0, 10)), "month") with { Deficit = new DeficitThreshold(1_000m) });
        PlanTerms[] terms = [Terms("a", plan, "2026-01-01", "2026-02-01"), Terms("b", plan with { Id = "other" }, "2026-02-01")];
        Assert.Equal(10m, State(terms, "2026-02", Credit("x", 600m, "2026-01-10"), Credit("y", 1_500m, "2026-02-10")).Earned());
    }

    // Both plans in one month, one after the other: each pays its own days, and the second recovers what the first owes.
    [Fact]
    public void Given_a_change_of_plan_inside_a_month_when_paid_then_both_have_their_part()
    {
        PlanTerms[] terms = [Terms("a", Tenth, "2026-01-01", "2026-01-16"), Terms("b", Tenth with { Id = "other" }, "2026-01-16")];
        var january = State(terms, "2026-01", Credit("x", -10_000m, "2026-01-10"), Credit("y", 30_000m, "2026-01-20"));
        Assert.Equal([0m, 2_000m], january.Assignments.Select(one => one.Payout.Amount));
    }

    // 600 of February, 1,000 owed on the draw of January, 500 held of January. Each way of leaving on the last of February.
    [Theory]
    [InlineData(null, null, null, 600, 400, 500)]
    [InlineData("pay", null, null, 1_100, 400, 0)]
    [InlineData("forfeit", "deduct", null, 200, 0, 0)]
    [InlineData("forfeit", "invoice", null, 600, 0, 0)]
    [InlineData(null, "forfeit", null, 600, 0, 500)]
    [InlineData(null, null, "forfeit", 0, 400, 500)]
    [InlineData("pay", "pay", "pay", 1_100, 0, 0)]
    public void Given_a_leaver_when_the_plan_says_what_becomes_of_balances_then_the_last_pay_period_does_it(string? held, string? draw, string? unpaid, int payout, int owed, int left)
    {
        var plan = Tenth with
        {
            Draw = new PlanDraw { Kind = "guarantee", Amount = 900m, Periods = 1, Floor = 5_000m },
            Payments = [new PlanPayment { SharePercent = 50m, On = "months", Months = 6 }, new PlanPayment { SharePercent = 50m }],
            OnLeaving = new PlanLeaving { Held = held, Draw = draw, UnpaidCredit = unpaid },
        };

        // January: 1,000 earned, 500 paid and 400 added to the draw of 900. February: 600, all due at once by an adjustment.
        PlanTerms[] terms = [Terms("a", plan, "2026-01-01", "2026-03-01")];
        var february = CommissionStatement.Compute(new StatementInput
        {
            Person = "p",
            Period = Period("2026-02"),
            Calendar = Calendar,
            Terms = terms,
            Credits = [Credit("x", 10_000m, "2026-01-10"), unpaid == "forfeit" ? Credit("y", 6_000m, "2026-02-10") : Credit("y", 0m, "2026-02-10")],
            Adjustments = unpaid == "forfeit" ? [] : [new FixedAdjustment("bonus", "a", new DateOnly(2026, 2, 10), 600m)],
        });
        var part = Assert.Single(february.Assignments);
        Assert.Equal((payout, owed, left), (part.Payout.Amount, part.DrawBalance.Amount, part.HeldBalance.Amount));

        // Whoever begins another plan the next day does not leave.
        PlanTerms[] staying = [terms[0], Terms("b", Tenth with { Id = "other" }, "2026-03-01")];
        Assert.Equal((400m, 500m), (State(staying, "2026-02", Credit("x", 10_000m, "2026-01-10")).Assignments[0].DrawBalance.Amount, State(staying, "2026-02", Credit("x", 10_000m, "2026-01-10")).Assignments[0].HeldBalance.Amount));
    }

    /// <summary>January: 1,000 earned, 500 of it held until July. Whoever leaves in February forfeits the 500, and does so in April's eyes too, when they are back on the same assignment.</summary>
    [Fact]
    public void Whoever_comes_back_to_an_assignment_has_left_it_all_the_same()
    {
        var plan = Tenth with
        {
            Payments = [new PlanPayment { SharePercent = 50m }, new PlanPayment { SharePercent = 50m, On = "months", Months = 6 }],
            OnLeaving = new PlanLeaving { Held = "forfeit" },
        };
        PlanTerms[] terms = [Terms("a", plan, "2026-01-01", "2026-03-01"), Terms("a", plan, "2026-04-01")];
        decimal[] left = [.. new[] { "2026-01", "2026-02", "2026-04" }.Select(month => State(terms, month, Credit("x", 10_000m, "2026-01-10")).Assignments[0].HeldBalance.Amount)];
        Assert.Equal([500m, 0m, 0m], left);
    }
}
