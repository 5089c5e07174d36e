using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Deals;
using static SalesPerf.Domain.Tests.Commissions.Samples;
using static SalesPerf.Domain.Tests.Commissions.StatementSamples;

namespace SalesPerf.Domain.Tests.Commissions;

/// <summary>Which events credit whom, with how much: shares, invoices and payments, roll-ups, filters, currencies.</summary>
public sealed class CreditingTests
{
    private static readonly CreditRule All = new() { Id = "all" };

    private static Plan Tenth(params CreditRule[] rules) => Plan("month", Component(Marginal((0, 10)), "month", "bookings", rules));

    private static Statement State(Plan plan, string period, IReadOnlyList<Credit> own, params OtherCredit[] others) => Made(plan, Agreed, period, own, others);

    private static Statement Made(Plan plan, PlanAssignment agreed, string period, IReadOnlyList<Credit> own, IReadOnlyList<OtherCredit>? others = null, PersonPost[]? posts = null, OtherPay[]? pay = null) =>
        CommissionStatement.Compute(new StatementInput
        {
            Person = "p",
            Period = Period(period),
            Calendar = Calendar,
            Terms = [PlanTerms.Of(agreed, plan, _ => null, Calendar)],
            Credits = own,
            OtherCredits = others ?? [],
            Posts = posts ?? [],
            OtherPay = pay ?? [],
        });

    private static Credit Sold(decimal amount, string deal = "d", string day = "2026-11-05") => Credit(deal, amount, day);

    // 60 % of 10,000 is 6,000, of which 10 % are 600. 40 % on top of the deal: 4,000, 400, and flagged. The rest of 90 % is the house's and said so.
    [Fact]
    public void Given_a_recorded_share_when_a_deal_is_credited_then_only_the_share_is()
    {
        var own = State(Tenth(), "2026-11", [Sold(10_000m) with { SharePercent = 60m, SplitState = DealSplits.House }]);
        Assert.Equal(600m, own.Earned());
        Assert.Equal(60m, Assert.Single(own.Component().Lines).SharePercent);
        Assert.Equal("splitShort", Assert.Single(own.Warnings).Code);

        var overlay = State(Tenth(), "2026-11", [Sold(10_000m) with { SharePercent = 0m, OverlayPercent = 40m, IsOwner = false }]);
        Assert.Equal(400m, overlay.Earned());
        Assert.True(Assert.Single(overlay.Component().Lines).Overlay);
    }

    // Nobody is credited for 130 %, and whoever is named is told.
    [Fact]
    public void Given_a_held_split_when_a_statement_is_made_then_nothing_is_credited_and_it_is_listed()
    {
        var held = State(Tenth(), "2026-11", [Sold(10_000m) with { SharePercent = 0m, SplitState = DealSplits.Held }]);
        Assert.Equal(0m, held.Earned());
        Assert.Empty(held.Component().Lines);
        Assert.Equal(("splitHeld", "d"), (held.Warnings[0].Code, held.Warnings[0].Examples[0]));
    }

    // Two reports share 10,000 with 60 and 30 %: 9,000 roll up, 900; an overlay of 50 % beside them only where the rule says so: 14,000, 1,400.
    [Theory]
    [InlineData(null, 900)]
    [InlineData("include", 1_400)]
    [InlineData("only", 500)]
    public void Given_reports_who_share_a_deal_when_it_rolls_up_then_the_union_of_their_shares_does(string? overlays, int earned)
    {
        var rule = All with { CreditOf = "reports", Overlays = overlays };
        Assert.Equal(earned, State(Tenth(rule), "2026-11", [], Below("x", 1, 60m), Below("y", 1, 30m), Below("z", 2, 0m, 50m)).Earned());
    }

    // 10,000 of who reports to the person at 5 %, 20,000 of who reports to those at 2 %: 500 + 400.
    [Fact]
    public void Given_rates_by_level_when_deals_roll_up_then_each_level_has_its_own()
    {
        var plan = Plan(
            "month",
            Component(Marginal((0, 5)), "month", "first", All with { CreditOf = "reports", Levels = [1] }),
            Component(Marginal((0, 2)), "month", "second", All with { CreditOf = "reports", Levels = [2] }));
        var deeper = Below("y", 2, 100m) with { Credit = Sold(20_000m, "e") };
        Assert.Equal(900m, State(plan, "2026-11", [], Below("x", 1, 100m), deeper).Earned());
    }

    // A deal of 10,000 with a margin of 4,000, booked in October; 2,500 and then 7,500 come in, 500 go back in December. 10 % of the cash: 250, 750, −50.
    // Of the margin a quarter, 1,000, is 100. Nothing for the booking.
    [Theory]
    [InlineData("amount", "2026-10", 0)]
    [InlineData("amount", "2026-11", 250)]
    [InlineData("amount", "2026-12", 700)]
    [InlineData("margin", "2026-11", 100)]
    public void Given_payments_when_the_plan_credits_cash_then_each_credits_its_part_on_its_own_day(string of, string period, int earned)
    {
        var credit = Sold(10_000m, day: "2026-10-05") with
        {
            Margin = 4_000m,
            Facts =
            [
                new("i1", "invoice", new DateOnly(2026, 10, 6), 10_000m, "USD"), new("p1", "payment", new DateOnly(2026, 11, 20), 2_500m, "USD"),
                new("p2", "payment", new DateOnly(2026, 12, 2), 7_500m, "USD"), new("p3", "payment", new DateOnly(2026, 12, 9), -500m, "USD"),
            ],
        };
        Assert.Equal(earned, State(Tenth(All with { Event = "payment", Base = of }), period, [credit]).Earned());
    }

    // An invoice of a deal that is not won credits all the same: 3,000 at 10 %. Its booking does not.
    [Fact]
    public void Given_an_invoice_of_a_deal_that_is_not_won_when_invoices_credit_then_it_does()
    {
        var credit = Sold(0m) with { IsBooked = false, Facts = [new("i1", "invoice", new DateOnly(2026, 11, 6), 3_000m, null)] };
        Assert.Equal(300m, State(Tenth(All with { Event = "invoice" }), "2026-11", [credit]).Earned());
        Assert.Equal(0m, State(Tenth(All), "2026-11", [credit]).Earned());
    }

    // Earned 1,000; a quarter of the cash is in by the end of November: 250 of it is paid, then the rest.
    [Fact]
    public void Given_payments_of_the_deal_when_pay_waits_for_cash_then_it_is_released_with_it()
    {
        var plan = Tenth(All) with { Payments = [new PlanPayment { SharePercent = 100m, On = "cash" }] };
        var credit = Sold(10_000m) with
        {
            Facts = [new("p1", "payment", new DateOnly(2026, 11, 20), 2_500m, null), new("p2", "payment", new DateOnly(2026, 12, 2), 7_500m, null)],
        };
        Assert.Equal(250m, State(plan, "2026-11", [credit]).Payout());
        Assert.Equal(750m, State(plan, "2026-12", [credit]).Payout());
    }

    // Cash of 1,000 EUR of a deal in EUR at the rate of its own day, 1.2: 1,200, 120. By the year's first: 1.1, 110. By November's mean, 10 days at 1.1 and 20 at 1.2: 1.1666…, 116.67.
    [Theory]
    [InlineData(null, "120.00")]
    [InlineData("fixed", "110.00")]
    [InlineData("month", "116.67")]
    public void Given_another_currency_when_it_is_converted_then_by_the_rate_that_the_plan_says(string? conversion, string earned)
    {
        var plan = Tenth(All with { Event = "payment" }) with
        {
            Conversion = conversion,
            Rates = [new PlanRate("EUR", 1.1m, new DateOnly(2026, 1, 1)), new PlanRate("EUR", 1.2m, new DateOnly(2026, 11, 11))],
        };
        var credit = Sold(10_000m) with { Currency = "EUR", Facts = [new("p", "payment", new DateOnly(2026, 11, 20), 1_000m, "EUR")] };
        Assert.Equal(decimal.Parse(earned, System.Globalization.CultureInfo.InvariantCulture), State(plan, "2026-11", [credit]).Earned());
    }

    // 1,000 EUR of cash with no rate: left out, and said.
    [Fact]
    public void Given_cash_in_a_currency_without_a_rate_when_credited_then_it_is_listed()
    {
        var credit = Sold(10_000m) with { Facts = [new("p", "payment", new DateOnly(2026, 11, 20), 1_000m, "CHF")] };
        Assert.Equal("otherCurrency", Assert.Single(State(Tenth(All with { Event = "payment" }), "2026-11", [credit]).Warnings).Code);
    }

    // Hardware 6,000 at 5 %, everything else, 4,000, at 10 %: 300 and 400. The loss of 500 on a line is floored: margin 2,000 + 0.
    [Fact]
    public void Given_product_lines_when_rules_look_at_them_then_each_line_is_credited_on_its_own()
    {
        var deal = Sold(10_000m).With("line.1.product", "hardware").With("line.1.amount", "6000").With("line.1.margin", "-500")
            .With("line.2.product", "service").With("line.2.amount", "4000").With("line.2.margin", "2000");
        var hardware = new CreditFilter { Field = "product", Op = "equals", Value = "hardware" };
        CreditRule[] rules =
        [
            All with { Per = "line", Id = "hw", Filter = hardware, SharePercent = 50m },
            All with { Per = "line", Id = "rest" },
        ];
        Assert.Equal(700m, State(Tenth(rules), "2026-11", [deal]).Earned());
        Assert.Equal(200m, State(Tenth(All with { Per = "line", Base = "margin" }), "2026-11", [deal]).Earned());
    }

    // A refund of 1,000 with a margin of −400 takes 40 back; a sale at a loss takes nothing.
    [Fact]
    public void Given_a_negative_margin_when_credited_then_only_a_refund_takes_back()
    {
        var margin = Tenth(All with { Base = "margin" });
        Assert.Equal(-40m, State(margin, "2026-11", [Sold(-1_000m) with { Margin = -400m }]).Earned());
        Assert.Equal(0m, State(margin, "2026-11", [Sold(1_000m) with { Margin = -400m }]).Earned());
    }

    // Who is credited was an AE until October: 10,000 in September count, 20,000 in November do not. Deals booked from 1 October at all: 2,000.
    [Fact]
    public void Given_filters_on_people_and_days_when_matched_then_they_look_at_the_day_of_the_booking()
    {
        PersonPost[] posts = [new("p", new DateOnly(2020, 1, 1), "ae", "west"), new("p", new DateOnly(2026, 10, 1), "manager", "west")];
        Credit[] credits = [Sold(10_000m, "a", "2026-09-05"), Sold(20_000m, "b")];
        decimal Of(CreditFilter filter, string period) => Made(Tenth(All with { Filter = filter }), Agreed, period, credits, posts: posts).Earned();
        var isAe = new CreditFilter { Field = "person.role", Op = "equals", Value = "ae" };
        Assert.Equal((1_000m, 0m), (Of(isAe, "2026-09"), Of(isAe, "2026-11")));
        Assert.Equal(2_000m, Of(new CreditFilter { Field = "bookingDate", Op = "atLeast", Value = "2026-10-01" }, "2026-11"));
        Assert.Equal(0m, Of(new CreditFilter { Field = "person.team", Op = "notEquals", Value = "west" }, "2026-11"));
    }

    // Three deals reach the second tier of deals: all 3,000 at 20 %. Two: 2,000 at 10 %. A deal paid in two parts is one.
    [Fact]
    public void Given_a_table_by_deals_when_credited_then_deals_are_counted_once()
    {
        var plan = Plan("month", Component(Table("whole", "deals", new RateTier(0, 10m), new RateTier(3, 20m)), "month"));
        Assert.Equal(600m, State(plan, "2026-11", [Sold(1_000m, "a"), Sold(1_000m, "b"), Sold(1_000m, "c")]).Earned());
        Assert.Equal(200m, State(plan, "2026-11", [Sold(1_000m, "a"), Sold(1_000m, "b")]).Earned());
        var cash = Plan("month", Component(Table("whole", "deals", new RateTier(0, 10m), new RateTier(2, 20m)), "month", "bookings", All with { Event = "payment" }));
        var paid = Sold(1_000m) with { Facts = [new("1", "payment", new DateOnly(2026, 11, 6), 400m, null), new("2", "payment", new DateOnly(2026, 11, 7), 600m, null)] };
        Assert.Equal(100m, State(cash, "2026-11", [paid]).Earned());
    }

    // Half a deal pays half of a spiff of 500, and 2 % of half of 10,000.
    [Fact]
    public void Given_a_share_when_a_spiff_is_paid_then_its_share_is()
    {
        var half = Sold(10_000m) with { SharePercent = 50m };
        var plan = Tenth(All) with { Spiffs = [new Spiff { Id = "each", Amount = 500m }, new Spiff { Id = "rate", RatePercent = 2m }] };
        Assert.Equal(500m + 250m + 100m, State(plan, "2026-11", [half]).Earned());
    }

    // 10 % of what the reports' bookings earned in November, 3,000 and 2,000, of the first level alone 300. What x earned in December is not over yet.
    [Fact]
    public void Given_a_component_based_on_the_pay_of_reports_when_computed_then_it_rolls_their_pay_up()
    {
        var component = new PlanComponent { Id = "override", Measure = "month", BasedOn = ["bookings"], CreditOf = "reports", Levels = [1], Table = Marginal((0, 10)) };
        OtherPay[] pay =
        [
            new("x", "bookings", new DateOnly(2026, 11, 30), 3_000m, "USD", false, 1), new("y", "bookings", new DateOnly(2026, 11, 30), 2_000m, "USD", false, 2),
            new("x", "spiff", new DateOnly(2026, 11, 30), 9_000m, "USD", false, 1), new("x", "bookings", new DateOnly(2026, 12, 31), 5_000m, "USD", false, 1),
        ];
        Assert.Empty(PlanRules.Validate(Plan("month", component)));
        Assert.Equal(300m, Made(Plan("month", component), Agreed, "2026-11", [], pay: pay).Earned());
        Assert.Equal(500m, Made(Plan("month", component with { Levels = null }), Agreed, "2026-11", [], pay: pay).Earned());
    }

    // Without approval a score counts as 0, and it is said; approved by another it pays: half of 1,000 a month for the weight, and 80 % of 250 as an amount.
    [Fact]
    public void Given_a_score_to_be_approved_when_paid_then_it_counts_once_somebody_else_has()
    {
        var component = new PlanComponent { Id = "mbo", Measure = "month", Objectives = [new PayObjective { Metric = "csat" }, new PayObjective { Metric = "docs", Amount = 250m }] };
        PlanAssignment Agree(string? by) => (Agreed with { TargetPay = 12_000m }) with
        {
            Entered = [new EnteredValue("csat", "2026-11", 50m) { EnteredBy = "boss", Approver = "vp", ApprovedBy = by }, new EnteredValue("docs", "2026-11", 80m)],
        };
        var waiting = Made(Plan("month", component), Agree(null), "2026-11", []);
        Assert.Equal(200m, waiting.Earned());
        Assert.Equal("notApproved", Assert.Single(waiting.Warnings).Code);
        Assert.Equal(700m, Made(Plan("month", component), Agree("vp"), "2026-11", []).Earned());
    }

    // Target pay of 1,000. A step pays from its score on, whatever is below 0; without steps a score below 0 pays nothing and takes nothing.
    [Theory]
    [InlineData(-20, 0, 50, 100, 100, 0)]
    [InlineData(-8, -10, 50, 0, 100, 500)]
    [InlineData(0, -10, 50, 0, 100, 1_000)]
    [InlineData(-20, null, 0, 0, 0, 0)]
    [InlineData(30, null, 0, 0, 0, 300)]
    public void Given_a_score_below_0_when_paid_then_by_the_step_that_it_reaches(int score, int? first, int low, int second, int high, int paid)
    {
        var ladder = first is { } from ? new[] { new LadderStep(from, low), new LadderStep(second, high) } : null;
        var component = new PlanComponent { Id = "mbo", Measure = "month", Objectives = [new PayObjective { Metric = "ebitda", Ladder = ladder }] };
        var agreed = (Agreed with { TargetPay = 12_000m }).Entered("ebitda", "2026-11", score);
        Assert.Equal(paid, Made(Plan("month", component), agreed, "2026-11", []).Earned());
    }

    [Theory]
    [InlineData("event", "/components/0/creditRules/0/event")]
    [InlineData("levels", "/components/0/creditRules/0/levels")]
    [InlineData("overlays", "/components/0/creditRules/0/overlays")]
    [InlineData("per", "/components/0/creditRules/1/per")]
    [InlineData("day", "/components/0/creditRules/0/filter/value")]
    [InlineData("text", "/components/0/creditRules/0/filter/op")]
    [InlineData("creditOf", "/components/0/creditOf")]
    [InlineData("conversion", "/conversion")]
    public void Given_a_rule_that_makes_no_sense_when_validated_then_the_pointer_says_where(string wrong, string pointer)
    {
        var rule = wrong switch
        {
            "event" => All with { Event = "shipment" },
            "levels" => All with { Levels = [1] },
            "overlays" => All with { Overlays = "some" },
            "day" => All with { Filter = new CreditFilter { Field = "creditDate", Op = "atLeast", Value = "12" } },
            "text" => All with { Filter = new CreditFilter { Field = "person.role", Op = "above", Value = "12" } },
            _ => All,
        };
        var plan = Tenth(wrong == "per" ? [rule, All with { Id = "other", Per = "line" }] : [rule]);
        plan = wrong switch { "creditOf" => plan with { Components = [plan.Components[0] with { CreditOf = "reports" }] }, "conversion" => plan with { Conversion = "daily" }, _ => plan };
        Assert.Contains(PlanRules.Validate(plan), problem => problem.Pointer == pointer);
    }

    private static OtherCredit Below(string owner, int level, decimal share, decimal? overlay = null) =>
        new(Sold(10_000m) with { SharePercent = share, OverlayPercent = overlay }, owner, false, true, level);
}
