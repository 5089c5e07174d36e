using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Forecasts;
using SalesPerf.Domain.Values;
using static SalesPerf.Domain.Tests.Commissions.Samples;

namespace SalesPerf.Domain.Tests.Forecasts;

public sealed class PersonForecastTests
{
    // 60,000 closed, each of two deals of 50,000 won at 40 %: 60,000 at .36, 110,000 at .48, 160,000 at .16.
    // At 15 %: 9,000 × .36 + 16,500 × .48 + 24,000 × .16 = 3,240 + 7,920 + 3,840 = 15,000.
    [Fact]
    public void Given_flat_15_percent_when_two_deals_are_open_then_15000_is_expected()
    {
        var terms = Terms(Plan("quarter", Component(Marginal((0, 15)))), new QuotaTerm("bookings", 110_000m, PeriodKind.Quarter));
        var forecast = Only(Input("2026-Q4", terms, [Credit("c", 60_000m, "2026-10-05")], [Open("a", 50_000m, 0.4m, "2026-12-01"), Open("b", 50_000m, 0.4m, "2026-12-02")]));
        Assert.Equal(new ForecastFigures(9_000m, 15_000m, 9_000m, 16_500m, 24_000m), forecast.Earned);
        Assert.Equal(new ForecastFigures(60_000m, 100_000m, 60_000m, 110_000m, 160_000m), forecast.Credit);
        Assert.Equal(0.64m, forecast.ProbabilityOfQuota);
        Assert.Equal(("exact", "crm", 110_000m), (forecast.Method, forecast.ProbabilitySource, forecast.Quota));
    }

    // 100,000 closed pays 4,000; one win makes 180,000: 4,000 + 2,500 + 1,800 = 8,300; two make 260,000: 4,000 + 2,500 + 6,600 = 13,100.
    // 4,000 × .25 + 8,300 × .5 + 13,100 × .25 = 1,000 + 4,150 + 3,275 = 8,425, while the plan at the mean of 180,000 says 8,300.
    [Fact]
    public void Given_4_5_6_marginal_when_two_deals_are_open_then_8425_is_expected()
    {
        var terms = Terms(Plan("quarter", Component(FourFiveSix)));
        var forecast = Only(Input("2026-Q4", terms, [Credit("c", 100_000m, "2026-10-05")], [Open("a", 80_000m, 0.5m, "2026-12-01"), Open("b", 80_000m, 0.5m, "2026-12-02")]));
        Assert.Equal(new ForecastFigures(4_000m, 8_425m, 4_000m, 8_300m, 13_100m), forecast.Earned);
        Assert.Null(forecast.ProbabilityOfQuota);

        // Won alone on top of 100,000, each deal adds 4,300; at 50 % that weighs 2,150.
        Assert.All(forecast.Deals, deal => Assert.Equal((80_000m, 4_300m, 2_150m), (deal.Credit, deal.Potential, deal.Weighted)));
    }

    // 15 % of a certain 100,000: what finance sets aside is 15,000.
    [Fact]
    public void Given_certain_and_impossible_deals_when_forecast_then_there_is_one_outcome()
    {
        var terms = Terms(Plan("quarter", Component(Marginal((0, 15)))));
        var forecast = Only(Input("2026-Q4", terms, [], [Open("a", 100_000m, 1m, "2026-12-01"), Open("b", 50_000m, 0m, "2026-12-02"), Open("c", 70_000m, null, "2026-12-02")]));
        Assert.Equal(new ForecastFigures(0m, 15_000m, 15_000m, 15_000m, 15_000m), forecast.Earned);
        Assert.Equal(3, forecast.DealCount);
    }

    // F(0) = 0.9 exactly: the 90 % quantile is 0, whatever binary fractions make of 0.9.
    [Fact]
    public void Given_rounding_noise_when_a_quantile_is_met_exactly_then_it_is_the_smaller_value()
    {
        var terms = Terms(Plan("quarter", Component(Marginal((0, 10)))));
        var one = Only(Input("2026-Q4", terms, [], [Open("a", 1_000m, 0.1m, "2026-12-01")]));
        Assert.Equal(0m, one.Earned.P90);

        // 0.2 × 0.5 = 0.1 at 0, then 0.4 + 0.1 + … : F(0) = .1, so P10 is 0.
        var two = Only(Input("2026-Q4", terms, [], [Open("a", 1_000m, 0.8m, "2026-12-01"), Open("b", 2_000m, 0.5m, "2026-12-01")]));
        Assert.Equal(0m, two.Earned.P10);
    }

    // Monthly tiers: October 60,000 closed, November and December one deal each of 150,000 at 50 %. A month with 150,000 pays 6,500, so the quarter
    // expects 2,400 + 3,250 + 3,250 = 8,900; measured by quarter the tiers would add up.
    [Fact]
    public void Given_a_monthly_plan_when_the_quarter_is_forecast_then_it_is_the_sum_of_its_months()
    {
        var terms = Terms(Plan("month", Component(FourFiveSix, "month")));
        Credit[] credits = [Credit("c", 60_000m, "2026-10-05")];
        OpenDeal[] deals = [Open("a", 150_000m, 0.5m, "2026-11-20"), Open("b", 150_000m, 0.5m, "2026-12-20")];
        var quarter = Only(Input("2026-Q4", terms, credits, deals));
        Assert.Equal(new ForecastFigures(2_400m, 8_900m, 2_400m, 8_900m, 15_400m), quarter.Earned);
        Assert.Equal(3_250m, Only(Input("2026-11", terms, credits, deals)).Earned.Expected);
        Assert.Equal([("2026-10", 2_400m), ("2026-11", 3_250m), ("2026-12", 3_250m)], quarter.Components.Select(part => (part.MeasurePeriod, part.EarnedExpected)));
    }

    // Measured by year, forecast by month, from November: December's pay depends on whether November's deal is won.
    // 90,000 to date. November +20,000 (.5): 3,600 → 4,500, or stays. December +50,000 (.5) on 90,000: 3,600 → 6,000: +2,400; on 110,000: 4,500 → 7,100: +2,600.
    // December expects .5 × (.5 × 2,400 + .5 × 2,600) = 1,250, and is 0, 2,400 or 2,600.
    [Fact]
    public void Given_a_yearly_measure_when_a_coming_month_is_forecast_then_deals_before_it_move_its_tiers()
    {
        var terms = Terms(Plan("month", Component(FourFiveSix, "year")));
        var input = Input("2026-12", terms, [Credit("c", 90_000m, "2026-03-05")], [Open("a", 20_000m, 0.5m, "2026-11-25"), Open("b", 50_000m, 0.5m, "2026-12-20")]);
        var forecast = Only(input);
        Assert.Equal(new ForecastFigures(0m, 1_250m, 0m, 0m, 2_600m), forecast.Earned);
        Assert.Equal(25_000m, forecast.Credit.Expected);
        Assert.Equal([0L, 2_400_00L, 2_600_00L], forecast.EarnedDistribution!.Units);
        Assert.Equal("b", Assert.Single(forecast.Deals).Deal);
    }

    // Each deal on its own: 180,000 pays 8,300 and 50,000 pays 2,000, so .5 × 8,300 + .5 × 2,000 = 5,150.
    [Fact]
    public void Given_measure_deal_when_forecast_then_each_deals_outcome_is_transformed_alone()
    {
        var terms = Terms(Plan("quarter", Component(FourFiveSix, "deal")));
        var forecast = Only(Input("2026-Q4", terms, [Credit("c", 50_000m, "2026-10-05")], [Open("a", 180_000m, 0.5m, "2026-12-01"), Open("b", 50_000m, 0.5m, "2026-12-02")]));
        Assert.Equal(new ForecastFigures(2_000m, 7_150m, 2_000m, 4_000m, 12_300m), forecast.Earned);
    }

    [Fact]
    public void Given_dates_when_forecast_then_only_deals_expected_in_the_period_count()
    {
        var terms = Terms(Plan("month", Component(Marginal((0, 10)), "month")));
        OpenDeal[] deals =
        [
            Open("october", 1m, 1m, "2026-10-31"), Open("overdue", 10m, 1m, "2026-11-01"), Open("due", 100m, 1m, "2026-11-30"),
            Open("december", 1_000m, 1m, "2026-12-01"), Open("never", 10_000m, 1m, null),
        ];
        var result = PersonForecast.Compute(Input("2026-11", terms, [], deals));
        Assert.Equal(11m, result.Currencies[0].Earned.Expected);
        Assert.Equal([(WarningCodes.NoCloseDate, "never")], result.Warnings.Select(warning => (warning.Code, warning.Examples[0])));

        // An overdue deal of the quarter can still close this month, in November's tiers; once the quarter is over nothing can.
        var quarter = Only(Input("2026-Q4", terms, [], deals));
        Assert.Equal([("2026-10", 0m), ("2026-11", 11.1m), ("2026-12", 100m)], quarter.Components.Select(part => (part.MeasurePeriod, part.EarnedExpected)));
        var over = Only(Input("2026-Q4", terms, [], deals) with { AsOf = new(2027, 1, 1) });
        Assert.Equal((0m, 0), (over.Earned.Expected, over.DealCount));
    }

    // To date 80,000.55 × 4 % = 3,200.02; 130,000.65: 4,000 + 1,500.03 = 5,500.03; 163,333.98: 4,000 + 2,500 + 800.04 = 7,300.04. Nothing is credited in week 47.
    [Theory]
    [InlineData("2026-10", "3200.02")]
    [InlineData("2026-11", "2300.01")]
    [InlineData("2026-12", "1800.01")]
    [InlineData("2026-Q4", "7300.04")]
    [InlineData("2026-H2", "7300.04")]
    [InlineData("2026-T3", "7300.04")]
    [InlineData("2026", "7300.04")]
    [InlineData("2026-W47", "0")]
    public void Given_the_past_when_forecast_then_it_equals_what_is_earned(string period, string paid)
    {
        var terms = Terms(Plan("month", Component(FourFiveSix)));
        Credit[] credits = [Credit("a", 80_000.55m, "2026-10-15"), Credit("b", 50_000.10m, "2026-11-15"), Credit("c", 33_333.33m, "2026-12-15")];
        var earned = decimal.Parse(paid, System.Globalization.CultureInfo.InvariantCulture);
        var forecast = Only(Input(period, terms, credits, []) with { AsOf = new(2027, 2, 1) });
        Assert.Equal(new ForecastFigures(earned, earned, earned, earned, earned), forecast.Earned);
        Assert.Equal(("exact", "none"), (forecast.Method, forecast.ProbabilitySource));
    }

    [Theory]
    [InlineData("crm", "crm", "crm")]
    [InlineData("stage", "stage", "stage")]
    [InlineData("crm", "stage", "mixed")]
    public void Given_probability_sources_when_forecast_then_the_answer_says_which(string first, string second, string said)
    {
        var terms = Terms(Plan("quarter", Component(Marginal((0, 15)))));
        OpenDeal[] deals = [Open("a", 1m, 0.5m, "2026-12-01", first), Open("b", 1m, 0.5m, "2026-12-01", second), Open("c", 1m, null, "2026-12-01")];
        var result = PersonForecast.Compute(Input("2026-Q4", terms, [], deals));
        Assert.Equal(said, result.Currencies[0].ProbabilitySource);
        Assert.Equal([(WarningCodes.NoProbability, "c")], result.Warnings.Select(warning => (warning.Code, warning.Examples[0])));
    }

    [Fact]
    public void Given_hostile_deals_when_forecast_then_they_are_bounded_or_left_out_and_reported()
    {
        var terms = Terms(Plan("quarter", Component(Marginal((0, 10)))));
        OpenDeal[] deals =
        [
            Open("huge", decimal.MaxValue, 0.5m, "2026-12-01"), Open("sure", 100m, 7m, "2026-12-01"), Open("never", 100m, -1m, "2026-12-01"),
            Open("euro", 100m, 0.5m, "2026-12-01") with { Currency = "EUR" }, Open("tiny", 0.0000000001m, 0.5m, "2026-12-01"),
            Open("far", 100m, 0.5m, "9999-12-31"), Open("old", 100m, 0.5m, "0001-01-01"),
        ];
        var result = PersonForecast.Compute(Input("2026-Q4", terms, [Credit("c", decimal.MinValue, "2026-10-05")], deals));
        Assert.Equal(10m, result.Currencies[0].Earned.Expected);
        Assert.Equal([WarningCodes.AmountOutOfBounds, WarningCodes.OtherCurrency], result.Warnings.Select(warning => warning.Code));
        Assert.Equal(["", "huge"], result.Warnings[0].Examples.Select(id => id == "c" ? "" : id));
    }

    // A store may keep JSON's numbers as doubles, which hold whole numbers to 2^53: 9 × 10^15 units at most, one digit less above.
    [Theory]
    [InlineData("90000000.00000000", 8)]
    [InlineData("89999999.99999999", 8)]
    [InlineData("90000000.00000001", 7)]
    [InlineData("99999999.99999999", 7)]
    public void Given_amounts_at_the_bound_when_forecast_then_units_are_whole_as_doubles_too(string amount, int digits)
    {
        var terms = Terms(Plan("quarter", Component(Marginal((0, 15)))));
        var deal = Open("a", decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), 0.5m, "2026-12-01");
        var stored = Only(Input("2026-Q4", terms, [], [deal])).CreditDistribution!;
        Assert.Equal(digits, stored.Digits);
        Assert.All(stored.Units, units => Assert.True(Math.Abs(units) <= 1L << 53 && (long)(double)units == units));
    }

    // The largest amounts allowed, 10^15 each: 40 of them and cents beside them still add up.
    [Fact]
    public void Given_the_largest_amounts_when_forecast_then_nothing_overflows()
    {
        var terms = Terms(Plan("quarter", Component(Marginal((0, 100)))));
        var deals = Enumerable.Range(0, 40).Select(i => Open(FormattableString.Invariant($"d{i:00}"), 1_000_000_000_000_000m - (i * 0.01m), 0.5m, "2026-12-01")).ToArray();
        var forecast = Only(Input("2026-Q4", terms, [], deals));

        // Half of 40 × 10^15 less half of 0.01 × (0 + … + 39) = 7.80 is 3.90; figures this large are kept to fifteen digits.
        Assert.InRange(forecast.Earned.Expected, 19_999_999_999_999_900m, 20_000_000_000_000_100m);
        Assert.InRange(forecast.Earned.P50, 19_985_000_000_000_000m, 20_015_000_000_000_000m);
    }

    // With nothing open what is expected is what is closed, to the cent, however large: 10 % of 123,456,789,012,345.67 is 12,345,678,901,234.567.
    [Fact]
    public void Given_large_amounts_when_nothing_is_open_then_expected_equals_closed_to_the_cent()
    {
        var terms = Terms(Plan("quarter", Component(Marginal((0, 10)))));
        Credit[] credits = [Credit("c", 123_456_789_012_345.67m, "2026-10-05")];
        const decimal Credited = 123_456_789_012_345.67m;
        const decimal Earned = 12_345_678_901_234.57m;
        var closed = Only(Input("2026-Q4", terms, credits, []));
        Assert.Equal(new ForecastFigures(Credited, Credited, Credited, Credited, Credited), closed.Credit);
        Assert.Equal(new ForecastFigures(Earned, Earned, Earned, Earned, Earned), closed.Earned);

        // An open deal of 100 at 50 % adds 50 and 5, and costs no digit of the rest.
        var open = Only(Input("2026-Q4", terms, credits, [Open("a", 100m, 0.5m, "2026-12-01")]));
        Assert.Equal((Credited + 50m, Earned + 5m), (open.Credit.Expected, open.Earned.Expected));
    }

    // A plan from before tiers were bounded: 10^15 % of a quota of 10^15 at 10,000 times the credit fits no decimal.
    [Fact]
    public void Given_a_plan_beyond_all_bounds_when_forecast_then_it_says_so_and_does_not_fail()
    {
        var table = Marginal((0, 1_000_000), (1_000_000_000_000_000m, 1)) with { Selector = "attainment" };
        var terms = Terms(Plan("quarter", Component(table)), new QuotaTerm("bookings", 1_000_000_000_000_000m, PeriodKind.Quarter));
        var result = PersonForecast.Compute(Input("2026-Q4", terms, [], []));
        Assert.Empty(result.Currencies);
        Assert.Equal((WarningCodes.NotComputable, "2026-Q4"), (Assert.Single(result.Warnings).Code, result.Period));
    }

    // The largest of everything allowed: tiers to a million per cent of a quota of 10^15 at a million per cent, thirty deals of 10^15.
    [Fact]
    public void Given_the_largest_plan_allowed_when_forecast_then_it_is_computed()
    {
        var table = Marginal((0, 1_000_000), (1_000_000m, 1)) with { Selector = "attainment" };
        var plan = Plan("quarter", Component(table)) with { MaxRatePercent = 1_000_000m };
        Assert.Empty(PlanRules.Validate(plan));
        var terms = Terms(plan, new QuotaTerm("bookings", 1_000_000_000_000_000m, PeriodKind.Quarter));
        var deals = Enumerable.Range(0, 30).Select(i => Open(FormattableString.Invariant($"d{i:00}"), 1_000_000_000_000_000m, 0.5m, "2026-12-01")).ToArray();

        // 30 × 10^15 × .5 of credit at 10,000 times it: 1.5 × 10^20.
        Assert.Equal(150_000_000_000_000_000_000m, Only(Input("2026-Q4", terms, [], deals)).Earned.Expected);
    }

    // Two plans pay for the same deal: 10 % and a SPIFF of 1 %: 6,600. The credit is 60,000 once, short of the quota of 100,000; with a second deal of
    // 50,000 at 30 % it reaches 110,000 in .3.
    [Fact]
    public void Given_two_plans_when_one_deal_is_credited_by_both_then_credit_and_quota_count_it_once()
    {
        var main = Terms(Plan("quarter", Component(Marginal((0, 10)))), new QuotaTerm("bookings", 100_000m, PeriodKind.Quarter));
        var spiff = Terms(Plan("quarter", Component(Marginal((0, 1)))) with { Id = "spiff" }) with { Assignment = "b" };
        var input = Input("2026-Q4", main, [Credit("c", 60_000m, "2026-10-05")], []);
        var closed = Only(input with { Terms = [main, spiff] });
        Assert.Equal((60_000m, 6_600m, 0m, 100_000m), (closed.Credit.Closed, closed.Earned.Closed, closed.ProbabilityOfQuota, closed.Quota));
        var open = Only(input with { Terms = [spiff, main], OpenDeals = [Open("a", 50_000m, 0.3m, "2026-12-01")] });
        Assert.Equal((75_000m, 0.3m, 50_000m), (open.Credit.Expected, open.ProbabilityOfQuota, Assert.Single(open.Deals).Credit));
    }

    // Without any quota each line counts with the largest credit: the main plan's margin of 9,000 or the SPIFF's amount of 30,000. A refund counts too.
    [Fact]
    public void Given_two_plans_without_quota_when_they_credit_differently_then_the_larger_counts()
    {
        var margin = Terms(Plan("quarter", Component(Marginal((0, 10)), rules: new CreditRule { Id = "m", Base = "margin" })));
        var amount = Terms(Plan("quarter", Component(Marginal((0, 1)))) with { Id = "spiff" }) with { Assignment = "b" };
        Credit[] credits = [Credit("c", 30_000m, "2026-10-05") with { Margin = 9_000m }, Credit("r", -5_000m, "2026-10-06") with { Margin = 0m }];
        Assert.Equal(25_000m, Only(Input("2026-Q4", margin, credits, []) with { Terms = [margin, amount] }).Credit.Closed);
    }

    // One plan to the end of October with a quota, another after it without: each line counts by the plan of its day.
    [Fact]
    public void Given_one_plan_after_another_when_only_one_has_a_quota_then_both_their_lines_count()
    {
        var first = Terms(Plan("month", Component(Marginal((0, 10)), "month")), new QuotaTerm("bookings", 10_000m, PeriodKind.Month)) with { To = new(2026, 11, 1) };
        var second = Terms(Plan("month", Component(Marginal((0, 5)), "month")) with { Id = "next" }) with { Assignment = "b", From = new(2026, 11, 1) };
        Credit[] credits = [Credit("a", 1_000m, "2026-10-05"), Credit("b", 2_000m, "2026-11-05")];
        var forecast = Only(Input("2026-Q4", first, credits, []) with { Terms = [first, second] });
        Assert.Equal((3_000m, 10_000m, 200m), (forecast.Credit.Closed, forecast.Quota, forecast.Earned.Closed));
    }

    [Fact]
    public void Given_no_plan_when_forecast_then_there_are_no_figures_but_a_reason()
    {
        var result = PersonForecast.Compute(Input("2026-Q4", null, [], [Open("a", 1m, 0.5m, "2026-12-01")]));
        Assert.Empty(result.Currencies);
        Assert.Equal(WarningCodes.NoPlan, Assert.Single(result.Warnings).Code);
    }

    [Fact]
    public void Given_plans_in_two_currencies_when_forecast_then_each_has_its_own_figures()
    {
        var dollars = Terms(Plan("quarter", Component(Marginal((0, 10)))));
        var yen = Terms(Plan("quarter", Component(Marginal((0, 10)))) with { Id = "yen", Currency = "JPY" }) with { Assignment = "b" };
        OpenDeal[] deals = [Open("a", 1_005m, 0.5m, "2026-12-01") with { Currency = "USD" }, Open("b", 1_005m, 0.5m, "2026-12-01") with { Currency = "JPY" }];
        var result = PersonForecast.Compute(Input("2026-Q4", dollars, [], deals) with { Terms = [yen, dollars] });
        Assert.Equal([("JPY", 51m), ("USD", 50.25m)], result.Currencies.Select(forecast => (forecast.Currency, forecast.Earned.Expected)));
    }

    internal static PersonForecastInput Input(string period, PlanTerms? terms, IReadOnlyList<Credit> credits, IReadOnlyList<OpenDeal> deals) => new()
    {
        Person = "ann",
        Period = Period(period),
        AsOf = new DateOnly(2026, 11, 15),
        Calendar = Calendar,
        Terms = terms is null ? [] : [terms],
        Credits = credits,
        OpenDeals = deals,
    };

    private static CurrencyForecast Only(PersonForecastInput input) => Assert.Single(PersonForecast.Compute(input).Currencies);
}
