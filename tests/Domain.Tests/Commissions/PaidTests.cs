using FsCheck;
using FsCheck.Fluent;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Settings;
using SalesPerf.Domain.Values;
using static SalesPerf.Domain.Tests.Commissions.Samples;

namespace SalesPerf.Domain.Tests.Commissions;

public sealed class PaidTests
{
    [Fact]
    public void Given_flat_15_percent_when_100k_is_booked_then_15k_is_earned()
    {
        var terms = Terms(Plan("quarter", Component(Marginal((0, 15)))));
        Assert.Equal(15_000m, Earned(terms, "2026-Q4", Credit("d", 100_000m, "2026-11-03")));
    }

    [Fact]
    public void Given_4_5_6_marginal_when_180k_is_booked_then_8300_is_earned()
    {
        var terms = Terms(Plan("quarter", Component(FourFiveSix)));
        Assert.Equal(8_300m, Earned(terms, "2026-Q4", Credit("a", 80_000m, "2026-10-01"), Credit("b", 100_000m, "2026-12-31")));
    }

    // Quarter to date after October 80,000: 3,200. After November 130,000: 4,000 + 1,500 = 5,500, so November earns 2,300.
    // After December 180,000: 8,300, so December earns 2,800.
    [Fact]
    public void Given_quarter_measured_paid_monthly_when_months_pass_then_each_earns_the_increment()
    {
        var terms = Terms(Plan("month", Component(FourFiveSix)));
        Credit[] credits = [Credit("c", 50_000m, "2026-12-15"), Credit("a", 80_000m, "2026-10-15"), Credit("b", 50_000m, "2026-11-15")];
        Assert.Equal(3_200m, Earned(terms, "2026-10", credits));
        Assert.Equal(2_300m, Earned(terms, "2026-11", credits));
        Assert.Equal(2_800m, Earned(terms, "2026-12", credits));
        Assert.Equal(8_300m, Earned(terms, "2026-Q4", credits));
        Assert.Equal(0m, Earned(terms, "2027-01", credits));
    }

    // Target pay 20,000 at a quota of 1M: 2 % to 100 % of quota, ×1.4 to 120 %, ×1.6 above. Booked to date 100k, 200k, 500k: 2,000, 2,000, 6,000.
    [Fact]
    public void Given_year_to_date_when_booked_to_date_grows_then_each_month_earns_its_part()
    {
        var table = Marginal((0, 2m), (100, 2.8m), (120, 3.2m)) with { Selector = "attainment" };
        var terms = Terms(Plan("month", Component(table, "year")), new QuotaTerm("bookings", 1_000_000m, PeriodKind.Year));
        Credit[] credits = [Credit("a", 100_000m, "2026-01-31"), Credit("b", 100_000m, "2026-02-01"), Credit("c", 300_000m, "2026-03-01")];
        Assert.Equal([2_000m, 2_000m, 6_000m], new[] { "2026-01", "2026-02", "2026-03" }.Select(month => Earned(terms, month, credits)));
    }

    // Half a deal of 100k each: 50,000 at 4 % (to 60k; 10 % above) is 2,000.
    [Fact]
    public void Given_split_before_tiers_when_half_of_100k_is_credited_then_2000_is_earned() =>
        Assert.Equal(2_000m, Earned(Terms(Plan("month", Component(Marginal((0, 4), (60_000, 10)), "month"))), "2026-11", Credit("d", 50_000m, "2026-11-03")));

    // Each deal on its own: 180,000 earns 8,300, 50,000 earns 2,000, and the refund of 180,000 takes 8,300 back.
    [Fact]
    public void Given_measure_deal_when_several_are_won_then_each_runs_through_the_tiers_alone()
    {
        var terms = Terms(Plan("month", Component(FourFiveSix, "deal")));
        Credit[] credits = [Credit("a", 180_000m, "2026-11-03"), Credit("b", 50_000m, "2026-11-04"), Credit("c", -180_000m, "2026-11-05")];
        Assert.Equal(2_000m, Earned(terms, "2026-11", credits));
        Assert.Equal([8_300m, 2_000m, -8_300m], credits.Select(credit => Earned(terms, "2026-11", credit)));
    }

    // 1 % of 12.50 is 0.125, rounded 0.13. Nothing more is credited: the next months earn nothing, and not −0.005 rounded to a cent.
    [Fact]
    public void Given_half_a_cent_when_nothing_follows_then_nothing_more_is_earned()
    {
        var terms = Terms(Plan("month", Component(Marginal((0, 1)))));
        var credit = Credit("d", 12.50m, "2026-10-03");
        Assert.Equal([0.13m, 0m, 0m], new[] { "2026-10", "2026-11", "2026-12" }.Select(month => Earned(terms, month, credit)));
    }

    [Theory]
    [InlineData("JPY", null, "3")]
    [InlineData("KWD", null, "2.510")]
    [InlineData("USD", null, "2.51")]
    [InlineData("USD", 1, "2.5")]
    public void Given_a_currency_when_paid_then_pay_has_its_digits(string currency, int? digits, string earned)
    {
        var plan = Plan("month", Component(Marginal((0, 1)), "month")) with { Currency = currency, RoundingDigits = digits };
        var statement = Pay(Terms(plan), [Credit("d", 251m, "2026-11-03")], Period("2026-11"));
        Assert.Equal(decimal.Parse(earned, System.Globalization.CultureInfo.InvariantCulture), statement.Earned);
    }

    [Fact]
    public void Given_other_currency_when_no_rate_is_known_then_it_is_left_out_and_reported()
    {
        var terms = Terms(Plan("month", Component(Marginal((0, 10)), "month")));
        Credit[] credits = [Credit("usd", 100m, "2026-11-03", "USD"), Credit("none", 10m, "2026-11-03"), Credit("eur", 1_000m, "2026-11-03", "EUR")];
        var statement = Pay(terms, credits, Period("2026-11"));
        Assert.Equal(11m, statement.Earned);
        var warning = Assert.Single(statement.Warnings);
        Assert.Equal((WarningCodes.OtherCurrency, 1, "eur"), (warning.Code, warning.Count, Assert.Single(warning.Examples)));
    }

    [Fact]
    public void Given_absurd_amounts_when_credited_then_they_are_left_out_and_reported()
    {
        var terms = Terms(Plan("month", Component(Marginal((0, 10)), "month")));
        var statement = Pay(terms, [Credit("a", decimal.MaxValue, "2026-11-03"), Credit("b", decimal.MinValue, "2026-11-03")], Period("2026-11"));
        Assert.Equal(0m, statement.Earned);
        Assert.Equal((WarningCodes.AmountOutOfBounds, 2), (statement.Warnings[0].Code, statement.Warnings[0].Count));
    }

    // The first rule of the group that matches wins (margin of the big deal, 9,000), the other group adds its amount (100,000): 109,000 at 1 %.
    [Fact]
    public void Given_groups_when_rules_match_then_the_first_of_each_group_counts_and_groups_add()
    {
        var big = new CreditFilter { Field = "amount", Op = "atLeast", Value = "50000" };
        CreditRule[] rules =
        [
            new() { Id = "1", Filter = big, Base = "margin" },
            new() { Id = "2" },
            new() { Id = "3", Group = "spiff", Filter = new CreditFilter { All = [big, new CreditFilter { Field = "region", Op = "in", Values = ["emea"] }] } },
        ];
        var terms = Terms(Plan("month", Component(Marginal((0, 1)), "month", rules: rules)));
        var deal = Credit("a", 100_000m, "2026-11-03") with { Margin = 9_000m, Attributes = new() { ["region"] = "emea" } };
        Assert.Equal(1_090m, Earned(terms, "2026-11", deal));
        Assert.Equal(90m, Earned(terms, "2026-11", deal with { Attributes = new() { ["region"] = "apac" } }));
        Assert.Equal(400m, Earned(terms, "2026-11", Credit("b", 40_000m, "2026-11-03")));
    }

    [Theory]
    [InlineData("currency", "equals", "USD", true)]
    [InlineData("account", "equals", "acme", true)]
    [InlineData("account", "notEquals", "acme", false)]
    [InlineData("stage", "exists", null, true)]
    [InlineData("product", "absent", null, true)]
    [InlineData("product", "notEquals", "x", true)]
    [InlineData("amount", "above", "100", false)]
    [InlineData("amount", "atLeast", "100.00", true)]
    [InlineData("amount", "equals", "100.0", true)]
    [InlineData("seats", "below", "11", true)]
    [InlineData("source", "equals", "crm", true)]
    public void Given_a_condition_when_compared_then_it_holds_or_not(string field, string op, string? value, bool holds)
    {
        var rule = new CreditRule { Id = "r", Filter = new CreditFilter { Any = [new CreditFilter { Field = field, Op = op, Value = value }] } };
        var terms = Terms(Plan("month", Component(Marginal((0, 100)), "month", rules: rule)));
        var credit = Credit("d", 100m, "2026-11-03") with { Account = "acme", Stage = "won", Attributes = new() { ["seats"] = "10" } };
        Assert.Equal(holds ? 100m : 0m, Earned(terms, "2026-11", credit));
    }

    [Fact]
    public void Given_margin_base_when_unknown_or_negative_then_nothing_is_credited_and_only_the_unknown_is_reported()
    {
        var terms = Terms(Plan("month", Component(Marginal((0, 10)), "month", rules: new CreditRule { Id = "m", Base = "margin" })));
        Credit[] credits = [Credit("a", 100m, "2026-11-03"), Credit("b", 100m, "2026-11-03") with { Margin = -50m }, Credit("c", 100m, "2026-11-03") with { Margin = 50m }];
        var statement = Pay(terms, credits, Period("2026-11"));
        Assert.Equal(5m, statement.Earned);
        Assert.Equal((WarningCodes.NoMargin, "a"), (statement.Warnings[0].Code, Assert.Single(statement.Warnings[0].Examples)));
    }

    // 2 % of a first-year value of 80,000 is 1,600. A field in euros is left out of a plan in dollars, and so is what is no number.
    [Fact]
    public void Given_a_named_field_as_base_when_credited_then_its_number_counts()
    {
        var terms = Terms(Plan("month", Component(Marginal((0, 2)), "month", rules: new CreditRule { Id = "r", Base = "firstYearValue" })));
        Credit With(string deal, string? value, string? currency = null) =>
            Credit(deal, 100m, "2026-11-03", currency) with { Attributes = value is null ? [] : new() { ["firstYearValue"] = value } };
        var statement = Pay(terms, [With("a", "80000"), With("b", "9000", "EUR"), With("c", null), With("d", "1e9"), With("e", "1000000000000001")], Period("2026-11"));
        Assert.Equal(1_600m, statement.Earned);
        Assert.Equal([(WarningCodes.NoNumber, 3), (WarningCodes.OtherCurrency, 1)], statement.Warnings.Select(warning => (warning.Code, warning.Count)));
    }

    // 40 units sold in euros and 2 returned: 38 × 50 % = 19. Units are no money, so the deal's currency does not matter.
    [Fact]
    public void Given_units_as_base_when_credited_then_no_currency_is_asked_for()
    {
        var terms = Terms(Plan("month", Component(Marginal((0, 50)), "month", rules: new CreditRule { Id = "r", Base = "units" })));
        Credit[] credits = [Credit("a", 9_000m, "2026-11-03", "EUR") with { Attributes = new() { ["units"] = "40" } }, Credit("b", -100m, "2026-11-04") with { Attributes = new() { ["units"] = "-2" } }];
        Assert.Equal(19m, Earned(terms, "2026-11", credits));
    }

    [Fact]
    public void Given_an_assignment_when_credits_lie_outside_it_then_they_do_not_count()
    {
        var terms = Terms(Plan("month", Component(Marginal((0, 10)), "month"))) with { From = new(2026, 11, 10), To = new(2026, 11, 20) };
        Credit[] credits = [Credit("a", 1m, "2026-11-09"), Credit("b", 10m, "2026-11-10"), Credit("c", 100m, "2026-11-19"), Credit("d", 1000m, "2026-11-20")];
        Assert.Equal(11m, Earned(terms, "2026-11", credits));
        Assert.Equal(0m, Earned(terms, "2026-12", credits));
    }

    [Fact]
    public void Given_attainment_without_quota_when_credited_then_nothing_is_earned_and_it_is_reported()
    {
        var terms = Terms(Plan("month", Component(Marginal((0, 10)) with { Selector = "attainment" }, "month")));
        var statement = Pay(terms, [Credit("a", 100m, "2026-11-03")], Period("2026-11"));
        Assert.Equal(0m, statement.Earned);
        Assert.Equal((WarningCodes.NoQuota, "bookings"), (statement.Warnings[0].Code, Assert.Single(statement.Warnings[0].Examples)));
    }

    // 10,000 × 17 ÷ 31 = 5,483.870967…, active from the 15th of October.
    [Fact]
    public void Given_active_17_of_31_days_when_the_quota_is_asked_then_it_is_prorated_and_rounded_once()
    {
        var terms = Terms(Plan("month", Component(FourFiveSix, "month")), new QuotaTerm("bookings", 10_000m, PeriodKind.Month)) with { From = new(2026, 10, 15) };
        Assert.Equal(5_483.87m, terms.QuotaOf("bookings", Period("2026-10"), Calendar));
        Assert.Equal(10_000m, terms.QuotaOf("bookings", Period("2026-11"), Calendar));
        Assert.Equal(25_483.87m, terms.QuotaOf("bookings", Period("2026-Q4"), Calendar));
        Assert.Null(terms.QuotaOf("bookings", Period("2026-09"), Calendar));
        Assert.Null(terms.QuotaOf("bookings", Period("2026-W47"), Calendar));
        Assert.Null(terms.QuotaOf("other", Period("2026-10"), Calendar));
    }

    // A yearly 100,000 is 8,333.33 a month, by cumulative rounding: 8,333.33, 16,666.67, 25,000: months of a quarter 8,333.33, 8,333.34, 8,333.33.
    [Fact]
    public void Given_a_yearly_quota_when_months_are_asked_then_they_sum_to_it()
    {
        var terms = Terms(Plan("month", Component(FourFiveSix, "month")), new QuotaTerm("bookings", 100_000m, PeriodKind.Year));
        Assert.Equal(8_333.33m, terms.QuotaOf("bookings", Period("2026-01"), Calendar));
        Assert.Equal(8_333.34m, terms.QuotaOf("bookings", Period("2026-02"), Calendar));
        Assert.Equal(25_000m, terms.QuotaOf("bookings", Period("2026-Q1"), Calendar));
        Assert.Equal(33_333.33m, terms.QuotaOf("bookings", Period("2026-T1"), Calendar));
        Assert.Equal(100_000m, terms.QuotaOf("bookings", Period("2026"), Calendar));
    }

    [Fact]
    public void Given_a_quota_from_an_objective_when_another_period_is_asked_then_there_is_none()
    {
        var terms = Terms(Plan("month", Component(FourFiveSix, "month")), new QuotaTerm("bookings", 90_000m, PeriodKind.Quarter, Period("2026-Q4")));
        Assert.Equal(30_000m, terms.QuotaOf("bookings", Period("2026-11"), Calendar));
        Assert.Null(terms.QuotaOf("bookings", Period("2026-09"), Calendar));
        Assert.Null(terms.QuotaOf("bookings", Period("2026-H2"), Calendar));
    }

    [Fact]
    public void Given_any_credits_when_paid_by_month_then_months_sum_and_order_does_not_matter()
    {
        var amounts = Gen.Choose(-3_000_000, 9_000_000).Select(cents => cents / 100m).Zip(Gen.Choose(0, 91)).ListOf();
        Prop.ForAll(amounts.ToArbitrary(), Gen.Elements("quarter", "deal", "month").ToArbitrary(), (items, measure) =>
        {
            var terms = Terms(Plan("month", Component(FourFiveSix, measure)));
            var credits = items.Select((item, i) =>
                Credit(FormattableString.Invariant($"d{i}"), item.Item1, "2026-10-01") with { Date = new DateOnly(2026, 10, 1).AddDays(item.Item2) }).ToList();
            string[] months = ["2026-10", "2026-11", "2026-12"];
            var paid = months.Select(month => Earned(terms, month, [.. credits])).ToList();
            var reversed = months.Select(month => Earned(terms, month, [.. Enumerable.Reverse(credits)])).ToList();
            return paid.Sum() == Earned(terms, "2026-Q4", [.. credits])
                && paid.SequenceEqual(reversed)
                && (items.Any(item => item.Item1 < 0) || paid.All(earned => earned >= 0));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Given_week_patterns_when_a_month_is_paid_then_its_weeks_count()
    {
        var calendar = new FiscalCalendar(new OrganisationCalendar
        {
            FiscalYearStartMonth = 2,
            Pattern = "4-5-4",
            AnchorStart = new(2024, 2, 4),
            AnchorYear = 2024,
        });
        var terms = Terms(Plan("month", Component(Marginal((0, 10)), "month")));
        Credit[] credits = [Credit("a", 100m, "2024-03-02"), Credit("b", 1_000m, "2024-03-03")];
        Assert.Equal(10m, Pay(terms, credits, calendar.Parse("2024-01")!, calendar).Earned);
        Assert.Equal(100m, Pay(terms, credits, calendar.Parse("2024-02")!, calendar).Earned);
    }

    private static decimal Earned(PlanTerms terms, string period, params Credit[] credits) => Pay(terms, credits, Period(period)).Earned;
}
