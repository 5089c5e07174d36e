using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Deals;
using static SalesPerf.Domain.Tests.Commissions.Samples;
using static SalesPerf.Domain.Tests.Commissions.StatementSamples;

namespace SalesPerf.Domain.Tests.Commissions;

/// <summary>Pay that finance holds by hand and releases later: earned − held + released = payable.</summary>
public sealed class HoldTests
{
    private static readonly Plan Tenth = Plan("month", Component(Marginal((0, 10)), "month"));
    private static readonly DateOnly October = new(2026, 10, 1);
    private static readonly Credit[] Two = [Credit("a", 10_000m, "2026-10-05"), Credit("b", 3_000m, "2026-10-06")];

    // 10 % of 10,000 and of 3,000; the first is held: 300 are paid. Released in December: 1,000 then, and once.
    [Fact]
    public void Given_a_credit_on_hold_when_it_is_released_then_it_is_paid_in_that_pay_period_once()
    {
        var books = new SampleBooks(Tenth) { Holds = [new PayHold("h", October, null, Source: "crm", Deal: "a")] };
        books.Close("2026-10", Two);
        var october = books.Posted["2026-10"];
        Assert.Equal((1_300m, 300m, 1_000m), (october.Earned(), october.Payout(), Held(october)));
        var shown = Assert.Single(october.Assignments[0].Holds!);
        Assert.Equal(("h", "a", 1_000m), (shown.Id, shown.Deal, shown.Amount.Amount));
        books.Close("2026-11", Two);
        Assert.Equal((0m, 1_000m), (books.Posted["2026-11"].Payout(), Held(books.Posted["2026-11"])));

        books.Holds = [new PayHold("h", October, new DateOnly(2026, 12, 3), Source: "crm", Deal: "a")];
        books.Close("2026-12", Two);
        Assert.Equal((0m, 1_000m, 0m), (books.Posted["2026-12"].Earned(), books.Posted["2026-12"].Payout(), Held(books.Posted["2026-12"])));
        Assert.Equal(0m, books.State("2027-01", Two).Payout());
    }

    // All that is not closed is computed at once: the same.
    [Fact]
    public void Given_nothing_closed_when_held_and_released_then_it_comes_to_the_same()
    {
        var books = new SampleBooks(Tenth) { Holds = [new PayHold("h", October, new DateOnly(2026, 12, 3))] };
        Assert.Equal([0m, 0m, 1_300m, 0m], new[] { "2026-10", "2026-11", "2026-12", "2027-01" }.Select(period => books.State(period, Two).Payout()));
    }

    // Everything of the person: 1,300 by the component, 200 of a spiff, 50 less by hand: nothing is paid; all of it later.
    [Fact]
    public void Given_a_person_on_hold_when_paid_then_nothing_is_paid_or_taken()
    {
        var plan = Tenth with { Spiffs = [new Spiff { Id = "launch", Amount = 100m }] };
        var books = new SampleBooks(plan) { Holds = [new PayHold("h", October)], Adjustments = [new FixedAdjustment("less", "a", new DateOnly(2026, 10, 9), -50m)] };
        books.Close("2026-10", Two);
        Assert.Equal((1_450m, 0m, 1_450m), (books.Posted["2026-10"].Earned(), books.Posted["2026-10"].Payout(), Held(books.Posted["2026-10"])));

        // November: 3,000 turn out to be 1,000 (−200), and 5,000 more are won (500 and 100 of the spiff). Held too; with the release 1,850 in all.
        Credit[] known = [Two[0], Credit("b", 1_000m, "2026-10-06"), Credit("c", 5_000m, "2026-11-06")];
        var november = books.State("2026-11", known);
        Assert.Equal((400m, 0m, 1_850m), (november.Earned(), november.Payout(), Held(november)));
        books.Holds = [new PayHold("h", October, new DateOnly(2026, 11, 3))];
        Assert.Equal((400m, 1_850m, 0m), (books.State("2026-11", known).Earned(), books.State("2026-11", known).Payout(), Held(books.State("2026-11", known))));
    }

    // 4 % of b's 20,000 are paid in October: 800. It turns out to be 70,000, and c of November 10,000: 2,000 and 400 more. The component is held from November: the 800 stay paid.
    [Fact]
    public void Given_a_credit_that_was_paid_when_it_is_held_later_then_only_what_it_earns_since_is_held()
    {
        var books = new SampleBooks(Plan("month", Component(FourFiveSix, "quarter")));
        books.Close("2026-10", Credit("b", 20_000m, "2026-10-05"));
        books.Holds = [new PayHold("h", new DateOnly(2026, 11, 1), Component: "bookings")];
        Credit[] known = [Credit("b", 70_000m, "2026-10-05"), Credit("c", 10_000m, "2026-11-05")];
        var november = books.State("2026-11", known);
        Assert.Equal((2_400m, 0m, 2_400m), (november.Earned(), november.Payout(), Held(november)));

        // The deal ends: of its 2,800 the 800 that were paid come back, and what is held goes.
        books.Close("2026-11", known);
        var ended = known[0].With("endedOn", "2026-12-04");
        var december = books.State("2026-12", ended, known[1]);
        Assert.Equal((-800m, 400m), (december.Earned(), Held(december)));
    }

    // Half at once and half after two months, all held: once it is released in November the half that is due; the other half in December as agreed.
    [Fact]
    public void Given_pay_that_is_due_later_when_it_is_held_too_then_both_have_to_let_it_go()
    {
        var plan = Tenth with { Payments = [new PlanPayment { SharePercent = 50m }, new PlanPayment { SharePercent = 50m, On = "months", Months = 2 }] };
        var books = new SampleBooks(plan) { Holds = [new PayHold("h", October, null, "a", "bookings")] };
        books.Close("2026-10", Two);
        Assert.Equal((0m, 1_300m), (books.Posted["2026-10"].Payout(), Held(books.Posted["2026-10"])));
        books.Holds = [new PayHold("h", October, new DateOnly(2026, 11, 30), "a", "bookings")];
        books.Close("2026-11", Two);
        Assert.Equal((650m, 650m), (books.Posted["2026-11"].Payout(), books.State("2026-12", Two).Payout()));
    }

    // A kicker of 500 above 10,000 is no credit's: held with the component. The plan's cap of 1,000 leaves that much of all.
    [Fact]
    public void Given_pay_that_no_credit_makes_when_its_component_is_held_then_it_is_held_within_the_plans_cap()
    {
        var component = Component(Marginal((0, 10)), "month") with { Kickers = [new PayKicker { Id = "k", Selector = "credit", Threshold = 10_000m, Amount = 500m }] };
        var books = new SampleBooks(Plan("month", component)) { Holds = [new PayHold("h", October, Component: "bookings")] };
        Assert.Equal((1_800m, 0m, 1_800m), (books.State("2026-10", Two).Earned(), books.State("2026-10", Two).Payout(), Held(books.State("2026-10", Two))));
        books = new SampleBooks(Plan("month", component) with { Caps = [new PayCap { On = "plan", Amount = 1_000m }] }) { Holds = [new PayHold("h", October, Component: "bookings")] };
        Assert.Equal((1_000m, 0m, 1_000m), (books.State("2026-10", Two).Earned(), books.State("2026-10", Two).Payout(), Held(books.State("2026-10", Two))));
    }

    // The deal of 1,000 that is held ends in November: cancelled, nothing is taken back, and nothing is left to release.
    [Fact]
    public void Given_a_held_credit_when_its_deal_ends_then_it_is_cancelled()
    {
        var books = new SampleBooks(Tenth) { Holds = [new PayHold("h", October)] };
        books.Close("2026-10", Two);
        books.Holds = [new PayHold("h", October, new DateOnly(2026, 11, 30))];
        var november = books.State("2026-11", Two[0].With("endedOn", "2026-11-10"), Two[1]);
        Assert.Equal((0m, 300m, 0m), (november.Earned(), november.Payout(), Held(november)));
    }

    // Whoever leaves forfeits what is not due: 650 of the 1,300. What is due and held by hand stays theirs.
    [Fact]
    public void Given_a_leaver_who_forfeits_when_pay_is_held_by_hand_then_what_was_due_is_released_later()
    {
        var plan = Tenth with
        {
            Payments = [new PlanPayment { SharePercent = 50m }, new PlanPayment { SharePercent = 50m, On = "months", Months = 12 }],
            OnLeaving = new PlanLeaving { Held = "forfeit" },
        };
        var books = new SampleBooks(plan, Agreed with { To = new DateOnly(2026, 11, 1) }) { Holds = [new PayHold("h", October)] };
        books.Close("2026-10", Two);
        Assert.Equal((0m, 650m), (books.Posted["2026-10"].Payout(), Held(books.Posted["2026-10"])));
        books.Holds = [new PayHold("h", October, new DateOnly(2026, 12, 3))];
        books.Close("2026-11", Two);
        Assert.Equal((0m, 650m), (books.Posted["2026-11"].Payout(), books.State("2026-12", Two).Payout()));
    }

    private static decimal Held(Statement statement) => statement.Assignments.Sum(one => one.HeldBalance.Amount);

    /// <summary>
    /// 1,000 of October's first day were earned by months, 500 by the quarter that a version measures from the second day on. Both were paid when October was closed, so in November nothing of them is
    /// held; a deal of 2,000 in November is, with its 200, and no line says that it earned once more.
    /// </summary>
    [Fact]
    public void Freeze_WhereAVersionMeasuresLongerFromTheSameDay_WhatWasPaidIsNotHeldOnceMore()
    {
        var books = new SampleBooks(Plan("month", Component(Marginal((0, 10)), "month"))) { Next = (new(2026, 10, 2), Plan("month", Component(Marginal((0, 10)), "quarter"))) };
        Credit[] october = [Credit("a", 10_000m, "2026-10-01"), Credit("b", 5_000m, "2026-10-12")];
        books.Close("2026-09");
        books.Close("2026-10", october);
        books.Holds = [new PayHold("h", new(2026, 11, 1), Component: "bookings")];
        books.Close("2026-11", [.. october, Credit("c", 2_000m, "2026-11-10")]);
        var november = books.Posted["2026-11"].Assignments[0];
        Assert.Equal((1_500m, 200m, 200m, 0m), (books.Posted["2026-10"].Earned(), november.Earned.Amount, november.HeldBalance.Amount, november.Payable.Amount));
        Assert.Equal(["held -200", "released 0", "payable 0"], november.Steps.Where(step => step.Number == 15).Select(step => $"{step.Name} {step.Amount.Amount:0.##}"));
        Assert.Equal(["a 0", "b 0", "c 200"], november.Components[0].Lines.Select(line => $"{line.Deal} {line.Earned.Amount:0.##}").Order(StringComparer.Ordinal));
    }
}
