using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Deals;
using static SalesPerf.Domain.Tests.Commissions.Samples;
using static SalesPerf.Domain.Tests.Commissions.StatementSamples;

namespace SalesPerf.Domain.Tests.Commissions;

/// <summary>What becomes of pay after the booking: ends of deals, part payments, other currencies, credits of others.</summary>
public sealed class SettlementTests
{
    private static readonly Plan Tenth = Plan("month", Component(Marginal((0, 10)), "month"));

    // 10 % of 46,125 is an advance of 4,612.50, earned over 9 months; cancelled after 3: 6 ninths, 3,075.
    [Fact]
    public void Given_an_advance_over_nine_months_when_cancelled_after_three_then_two_thirds_come_back()
    {
        var plan = Tenth with { Clawback = new PlanClawback { Share = "proRata", Months = 9 } };
        var sold = Credit("a", 46_125m, "2026-01-15").With("endedOn", "2026-04-20");
        Assert.Equal(4_612.50m, State(plan, Agreed, "2026-01", sold).Earned());
        Assert.Equal(0m, State(plan, Agreed, "2026-03", sold).Earned());
        var april = State(plan, Agreed, "2026-04", sold);
        Assert.Equal((-3_075m, 0m, 3_075m), (april.Earned(), april.Payout(), april.Assignments[0].ReceivableBalance.Amount));
        Assert.Equal("clawback", Assert.Single(april.Assignments[0].Extras).Kind);
        Assert.Equal(0m, State(plan, Agreed, "2026-05", sold).Earned());
    }

    // Within 90 days all comes back; after them nothing.
    [Theory]
    [InlineData("2026-04-14", -1_000)]
    [InlineData("2026-04-15", 0)]
    public void Given_a_window_of_90_days_when_a_deal_ends_then_only_inside_it_is_anything_taken(string ended, int earned)
    {
        var plan = Tenth with { Clawback = new PlanClawback { WindowDays = 90 } };
        Assert.Equal(earned, State(plan, Agreed, "2026-04", Credit("a", 10_000m, "2026-01-15").With("endedOn", ended)).Earned());
    }

    // A yearly whole table: 60,000 and 60,000 at 6 % are 7,200; without the first the second earns 3 %: 1,800. 5,400 come back, and the year's total stays.
    [Fact]
    public void Given_a_deal_that_reached_a_tier_when_it_ends_then_what_the_others_lose_comes_back_too()
    {
        var plan = Plan("month", Component(Table("whole", "credit", new(0m, 3m), new(100_000m, 6m)), "year"));
        Credit[] credits = [Credit("a", 60_000m, "2026-01-15").With("endedOn", "2026-05-20"), Credit("b", 60_000m, "2026-02-15"), Credit("c", 10_000m, "2026-06-15")];
        Assert.Equal((1_800m, 5_400m), (State(plan, Agreed, "2026-01", credits).Earned(), State(plan, Agreed, "2026-02", credits).Earned()));
        Assert.Equal(-5_400m, State(plan, Agreed, "2026-05", credits).Earned());

        // 6 % of 10,000: the end is not in the running total as well.
        Assert.Equal(600m, State(plan, Agreed, "2026-06", credits).Earned());
    }

    // 1,000.01 in January: half at once (500.01), half with the cash. 30 % of it is paid in February, the rest in March: 300 / 2 … cumulative 650.01, then 1,000.01.
    [Theory]
    [InlineData("2026-01", "500.01 500.00")]
    [InlineData("2026-02", "150.00 350.00")]
    [InlineData("2026-03", "350.00 0.00")]
    [InlineData("2026-04", "0.00 0.00")]
    public void Given_part_payments_when_cash_comes_in_then_they_post_the_rounded_sum_less_what_was_posted(string period, string expected)
    {
        var plan = Tenth with { Payments = [new PlanPayment { SharePercent = 50m }, new PlanPayment { SharePercent = 50m, On = "cash" }] };
        var sold = Credit("a", 10_000.10m, "2026-01-15").With("paid.2026-02-10", "3000.03").With("paid.2026-03-10", "7000.07");
        var statement = State(plan, Agreed, period, sold);
        Assert.Equal(expected, $"{statement.Payout():0.00} {statement.Assignments[0].HeldBalance.Amount:0.00}");
    }

    // Half of 1,000 is held for six months; the deal ends in March: what was paid comes back, what was held is never paid.
    [Fact]
    public void Given_held_pay_when_the_deal_ends_then_only_what_was_paid_is_taken_back()
    {
        var plan = Tenth with { Payments = [new PlanPayment { SharePercent = 50m }, new PlanPayment { SharePercent = 50m, On = "months", Months = 6 }], Clawback = new PlanClawback() };
        var sold = Credit("a", 10_000m, "2026-01-15").With("endedOn", "2026-03-20");
        Assert.Equal(500m, State(plan, Agreed, "2026-01", sold).Payout());
        var march = State(plan, Agreed, "2026-03", sold);
        Assert.Equal((-500m, 0m), (march.Assignments[0].Payable.Amount, march.Assignments[0].HeldBalance.Amount));
        Assert.Equal(0m, State(plan, Agreed, "2026-07", sold).Assignments[0].Payable.Amount);
    }

    // 10,000 EUR at 1.10 is 11,000 USD: 1,100; from July at 1.20. Paid out in GBP at 1.25: 880.
    [Fact]
    public void Given_rates_when_a_deal_is_in_another_currency_then_it_is_converted_on_its_day_and_pay_into_the_payout_currency()
    {
        var plan = Tenth with { Rates = [new("EUR", 1.20m, new DateOnly(2026, 7, 1)), new("EUR", 1.10m), new("GBP", 1.25m)] };
        var agreed = Agreed with { PayoutCurrency = "GBP" };
        var statement = State(plan, agreed, "2026-06", Credit("a", 10_000m, "2026-06-30", "EUR"), Credit("yen", 10_000m, "2026-06-30", "JPY"));
        Assert.Equal((1_100m, 880m, "GBP"), (statement.Earned(), statement.Payout(), statement.Totals[0].Payout.Currency));
        Assert.Equal(WarningCodes.OtherCurrency, Assert.Single(statement.Warnings).Code);
        Assert.Equal(1_200m, State(plan, agreed, "2026-07", Credit("a", 10_000m, "2026-07-01", "EUR")).Earned());
    }

    // A manager: 10 % of 20,000 of their own, 2 % of 100,000 of reports in another component; a stranger's 50,000 count nowhere.
    [Fact]
    public void Given_a_rollup_when_reports_sell_then_the_manager_is_credited_by_its_own_table()
    {
        var plan = Plan(
            "month",
            Component(Marginal((0, 10)), "month"),
            Component(Marginal((0, 2)), "month", "override", new CreditRule { Id = "below", CreditOf = "reports" }));
        var statement = CommissionStatement.Compute(new StatementInput
        {
            Person = "p",
            Period = Period("2026-11"),
            Calendar = Calendar,
            Terms = [PlanTerms.Of(Agreed, plan, _ => null, Calendar)],
            Credits = [Credit("own", 20_000m, "2026-11-02")],
            OtherCredits =
            [
                new OtherCredit(Credit("theirs", 100_000m, "2026-11-03"), "ann", false, true),
                new OtherCredit(Credit("other", 50_000m, "2026-11-03"), "cem", false, false),
            ],
        });
        Assert.Equal((2_000m, 2_000m), (statement.Component().Earned.Amount, statement.Component("override").Earned.Amount));
        Assert.Equal("ann", Assert.Single(statement.Component("override").Lines).Owner);
    }

    // Half each of 100,000, 4 % to 60,000 and 10 % above: 2,000 each of 50,000. With payoutSplit half of 2,400 + 4,000: 3,200 each. Of 8.00 over three: 2.67, 2.67, 2.66.
    [Theory]
    [InlineData("ann", false, 2_000)]
    [InlineData("ben", false, 2_000)]
    [InlineData("ann", true, 3_200)]
    [InlineData("ben", true, 3_200)]
    [InlineData("cem", true, 0)]
    public void Given_a_split_when_either_is_paid_then_before_the_tiers_or_after_them(string person, bool payoutSplit, int earned)
    {
        var rule = new CreditRule { Id = "r", Splits = [new SplitShare("ann", 50m), new SplitShare("ben", 50m)] };
        var plan = Plan("month", Component(Marginal((0, 4), (60_000, 10)), "month", rules: rule) with { PayoutSplit = payoutSplit });
        Assert.Equal(earned, Split(plan, person, 100_000m));
    }

    [Fact]
    public void Given_three_equal_parties_when_8_00_are_shared_then_every_cent_is_paid_once()
    {
        var rule = new CreditRule { Id = "r", Splits = [new SplitShare("ann", 33.3333333334m), new SplitShare("ben", 33.3333333333m), new SplitShare("cem", 33.3333333333m)] };
        var plan = Plan("month", Component(Marginal((0, 10)), "month", rules: rule) with { PayoutSplit = true });
        Assert.Equal([2.67m, 2.67m, 2.66m], new[] { "ann", "ben", "cem" }.Select(person => Split(plan, person, 80m)));
    }

    // A team's quota of 100,000: the own 30,000 and a colleague's 80,000 are 110 %, a stranger's count for the company: 5 % or 8 % of 30,000.
    [Theory]
    [InlineData("self", 900)]
    [InlineData("team", 1_500)]
    [InlineData("company", 2_400)]
    public void Given_a_selector_of_the_team_when_it_reaches_a_tier_then_the_own_credit_is_paid_so(string of, int earned)
    {
        var table = Table("whole", "attainment", new(0m, 3m), new(100m, 5m), new(150m, 8m)) with { SelectorOf = of };
        var statement = CommissionStatement.Compute(new StatementInput
        {
            Person = "p",
            Period = Period("2026-11"),
            Calendar = Calendar,
            Terms = [PlanTerms.Of(Agreed.WithQuota(100_000m), Plan("month", Component(table, "month")), _ => null, Calendar)],
            Credits = [Credit("own", 30_000m, "2026-11-02")],
            OtherCredits =
            [
                new OtherCredit(Credit("theirs", 80_000m, "2026-11-03"), "ann", true, false),
                new OtherCredit(Credit("other", 50_000m, "2026-11-03"), "cem", false, false),
            ],
        });
        Assert.Equal(earned, statement.Earned());
    }

    // 10 % of ten thousand deals of 10.05: 10,050. Every deal has 1.00 or 1.01, and the cents sum up.
    [Fact]
    public void Given_ten_thousand_credits_on_one_person_when_paid_then_each_has_its_part()
    {
        var statement = State(Tenth, Agreed, "2026-11", [.. Enumerable.Range(0, 10_000).Select(i => Credit($"d{i}", 10.05m, $"2026-11-{1 + (i % 28):00}"))]);
        Assert.Equal((10_050m, 10_000, 10_050m), (statement.Earned(), statement.Component().Lines.Count, statement.Component().Lines.Sum(line => line.Earned.Amount)));
    }

    private static decimal Split(Plan plan, string person, decimal amount) => CommissionStatement.Compute(new StatementInput
    {
        Person = person,
        Period = Period("2026-11"),
        Calendar = Calendar,
        Terms = [PlanTerms.Of(Agreed, plan, _ => null, Calendar)],
        Credits = person == "ann" ? [Credit("a", amount, "2026-11-02")] : [],
        OtherCredits = person == "ann" ? [] : [new OtherCredit(Credit("a", amount, "2026-11-02"), "ann", false, false)],
    }).Earned();
}
