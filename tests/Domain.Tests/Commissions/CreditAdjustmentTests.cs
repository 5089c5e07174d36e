using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Commissions.Calculation;
using static SalesPerf.Domain.Tests.Commissions.Samples;
using static SalesPerf.Domain.Tests.Commissions.StatementSamples;

namespace SalesPerf.Domain.Tests.Commissions;

/// <summary>Adjustments that go through the tiers, and those that are added as they are.</summary>
public sealed class CreditAdjustmentTests
{
    private static readonly DateOnly Tenth = new(2026, 10, 10);

    // 4 % to 100k, 5 % above. 90,000 are 3,600; 20,000 of credit more: 10,000 at 4 % and 10,000 at 5 % are 900. November's 10,000 stand on it: 500.
    [Fact]
    public void Given_credit_added_when_paid_then_it_goes_through_the_tiers_and_later_deals_stand_on_it()
    {
        var books = new SampleBooks(Plan("month", Component(FourFiveSix, "quarter"))) { Credits = [new CreditAdjustment("more", "a", "bookings", Tenth, 20_000m)] };
        books.Close("2026-10", Credit("a", 90_000m, "2026-10-05"));
        var october = books.Posted["2026-10"];
        Assert.Equal((4_500m, 110_000m, 110_000m), (october.Earned(), october.Component().Credit.Amount, october.Component().QuotaCredit.Amount));
        var line = october.Component().Lines[^1];
        Assert.Equal(("adjustment", "adjustment", "more", 900m), (line.Type, line.Rule, line.Deal, line.Earned.Amount));
        Assert.Equal(500m, books.State("2026-11", Credit("a", 90_000m, "2026-10-05"), Credit("b", 10_000m, "2026-11-05")).Earned());
    }

    // 10 % of 10,000 less 4,000: 600. On a day with deals it counts after them, in whatever order they are given.
    [Fact]
    public void Given_credit_taken_when_paid_then_it_earns_less()
    {
        CreditAdjustment[] two = [new("x", "a", "bookings", Tenth, -3_000m), new("b", "a", "bookings", Tenth, -1_000m)];
        var books = new SampleBooks(Plan("month", Component(Marginal((0, 10)), "month"))) { Credits = two };
        var one = books.State("2026-10", Credit("z", 10_000m, "2026-10-10"));
        Assert.Equal((600m, "z b x"), (one.Earned(), string.Join(' ', one.Component().Lines.Select(line => line.Deal))));
        books.Credits = [.. two.Reverse()];
        Assert.Equal([1_000m, -100m, -300m], books.State("2026-10", Credit("z", 10_000m, "2026-10-10")).Component().Lines.Select(line => line.Earned.Amount));
    }

    // All is due with the cash, of which nothing came: 1,000 are held. The 50 of 500 of credit have no deal that could pay: they are paid.
    [Fact]
    public void Given_a_plan_that_pays_with_the_cash_when_credit_is_added_then_it_is_paid_at_once()
    {
        var plan = Plan("month", Component(Marginal((0, 10)), "month")) with { Payments = [new PlanPayment { SharePercent = 100m, On = "cash" }] };
        var books = new SampleBooks(plan) { Credits = [new CreditAdjustment("more", "a", "bookings", Tenth, 500m)] };
        var october = books.State("2026-10", Credit("a", 10_000m, "2026-10-05"));
        Assert.Equal((1_050m, 50m, 1_000m), (october.Earned(), october.Payout(), october.Assignments[0].HeldBalance.Amount));
    }

    // The component is held: 1,000, 50 by 500 of credit, and 30 as they are for it; 7 more for nothing in particular are paid. Released in November: 1,080.
    [Fact]
    public void Given_a_component_on_hold_when_it_is_adjusted_then_what_is_its_own_is_held()
    {
        var books = new SampleBooks(Plan("month", Component(Marginal((0, 10)), "month")))
        {
            Credits = [new CreditAdjustment("more", "a", "bookings", Tenth, 500m)],
            Adjustments = [new FixedAdjustment("its", "a", Tenth, 30m, Component: "bookings"), new FixedAdjustment("none", "a", Tenth, 7m)],
            Holds = [new PayHold("h", new DateOnly(2026, 10, 1), Component: "bookings")],
        };
        books.Close("2026-10", Credit("a", 10_000m, "2026-10-05"));
        Assert.Equal((1_087m, 7m), (books.Posted["2026-10"].Earned(), books.Posted["2026-10"].Payout()));
        Assert.Equal("bookings", books.Posted["2026-10"].Assignments[0].Extras[0].Component);
        books.Holds = [new PayHold("h", new DateOnly(2026, 10, 1), new DateOnly(2026, 11, 2), Component: "bookings")];
        Assert.Equal(1_080m, books.State("2026-11", Credit("a", 10_000m, "2026-10-05")).Payout());
    }
}
