using FsCheck;
using FsCheck.Fluent;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Forecasts;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Tests.Forecasts;
using SalesPerf.Domain.Values;
using static SalesPerf.Domain.Tests.Commissions.PlanTermsTests;
using static SalesPerf.Domain.Tests.Commissions.Samples;

namespace SalesPerf.Domain.Tests.Commissions;

/// <summary>Plans and quotas that change: every period is paid by what is in force in it, and longer periods are the sum of their parts.</summary>
public sealed class ChangingTermsTests
{
    private static readonly RateTable Attainment = Marginal((0, 10), (100, 20)) with { Selector = "attainment" };

    private static readonly string[] Months = [.. Enumerable.Range(1, 12).Select(month => FormattableString.Invariant($"2026-{month:00}"))];

    // 15 % to 30 June, then 10 %, by the month. 100,000 in March pay 15,000 and 100,000 in July 10,000: 25,000 in the year.
    [Fact]
    public void Given_a_new_rate_in_july_when_each_month_is_measured_alone_then_the_year_is_their_sum()
    {
        var model = Model(null, (new(2026, 1, 1), Plan("month", Component(Marginal((0, 15)), "month"))), (new(2026, 7, 1), Plan("month", Component(Marginal((0, 10)), "month"))));
        Credit[] credits = [Credit("a", 100_000m, "2026-03-05"), Credit("b", 100_000m, "2026-07-05")];
        Assert.Equal((15_000m, 10_000m, 25_000m), (Earned(model, "2026-03", credits), Earned(model, "2026-07", credits), Earned(model, "2026", credits)));
        Assert.Equal((15_000m, 10_000m), (Earned(model, "2026-H1", credits), Earned(model, "2026-H2", credits)));
    }

    // Measured by the year: 4 % to 100,000, then 6 %; from July 5 % to 100,000, then 10 %. 80,000 in March pay 3,200. At the change 80,000 are to date, for
    // which the new plan says 4,000. 50,000 in July make 130,000, for which it says 5,000 + 3,000 = 8,000: July pays 4,000, the year 7,200.
    [Fact]
    public void Given_a_new_plan_inside_a_measure_period_when_paid_then_it_goes_on_from_what_it_says_of_the_credit_to_date()
    {
        var model = Model(
            null,
            (new(2026, 1, 1), Plan("month", Component(Marginal((0, 4), (100_000, 6)), "year"))),
            (new(2026, 7, 1), Plan("month", Component(Marginal((0, 5), (100_000, 10)), "year"))));
        Credit[] credits = [Credit("a", 80_000m, "2026-03-05"), Credit("b", 50_000m, "2026-07-05")];
        Assert.Equal((3_200m, 4_000m, 7_200m), (Earned(model, "2026-03", credits), Earned(model, "2026-07", credits), Earned(model, "2026", credits)));
        Assert.Equal(7_200m, Earned(model, "2026-Q1", credits) + Earned(model, "2026-Q2", credits) + Earned(model, "2026-Q3", credits) + Earned(model, "2026-Q4", credits));
    }

    // The same in the middle of a month, on 10 July: 3 July 20,000 at 4 % is 800; to date 100,000. From then on the new plan's upper tier: 30,000 on 15 July are
    // 10 %, 3,000. July pays 3,800.
    [Fact]
    public void Given_a_new_plan_inside_a_month_when_the_month_is_paid_then_each_day_is_paid_by_its_plan()
    {
        var model = Model(
            null,
            (new(2026, 1, 1), Plan("month", Component(Marginal((0, 4), (100_000, 6)), "year"))),
            (new(2026, 7, 10), Plan("month", Component(Marginal((0, 5), (100_000, 10)), "year"))));
        Credit[] credits = [Credit("a", 80_000m, "2026-03-05"), Credit("b", 20_000m, "2026-07-03"), Credit("c", 30_000m, "2026-07-15")];
        Assert.Equal(3_800m, Earned(model, "2026-07", credits));
        Assert.Equal(7_000m, Earned(model, "2026", credits));
    }

    // 10 % to the quota of the year, then 20 %. Quota 100,000; from July 165,625 so that both blend to 100,000 × 181 ÷ 365 + 165,625 × 184 ÷ 365 = 133,082.19.
    // March books 120,000: 10,000 + 20 % × 20,000 = 14,000, and keeps it. July books nothing, but its quota makes 120,000 worth 12,000: July pays −2,000.
    [Fact]
    public void Given_a_new_quota_inside_a_measure_period_when_paid_then_the_pay_period_of_the_change_makes_up_the_difference()
    {
        var model = Model([(new(2026, 1, 1), 100_000m), (new(2026, 7, 1), 165_625m)], (new(2026, 1, 1), Plan("month", Component(Attainment, "year"))));
        Credit[] credits = [Credit("a", 120_000m, "2026-03-05")];
        Assert.Equal((14_000m, -2_000m, 0m, 12_000m), (Earned(model, "2026-03", credits), Earned(model, "2026-07", credits), Earned(model, "2026-08", credits), Earned(model, "2026", credits)));

        // Of what July earns by 30,000 booked in it, 13,082.19 × 10 % + 16,917.81 × 20 % = 1,308.219 + 3,383.562 = 4,691.78, those 2,000 are taken.
        Assert.Equal(2_691.78m, Earned(model, "2026-07", [.. credits, Credit("b", 30_000m, "2026-07-20")]));
        Assert.Equal(133_082.19m, Assert.Single(PlanTerms.Find(model, "ann", Period("2026-07"), Calendar)).QuotaOf("bookings", Period("2026"), Calendar));
    }

    // The forecast sums the same terms: closed as above, and 50,000 open in September at 50 % add 10 % of it by the new plan, 5,000 × .5.
    [Fact]
    public void Given_a_new_plan_when_forecast_then_what_is_open_is_paid_by_the_plan_of_its_day()
    {
        var model = Model(
            null,
            (new(2026, 1, 1), Plan("month", Component(Marginal((0, 4), (100_000, 6)), "year"))),
            (new(2026, 7, 1), Plan("month", Component(Marginal((0, 5), (100_000, 10)), "year"))));
        Credit[] credits = [Credit("a", 80_000m, "2026-03-05"), Credit("b", 50_000m, "2026-07-05")];
        OpenDeal[] open = [Open("d", 50_000m, 0.5m, "2026-09-20")];
        var forecast = Forecast(model, "2026", "2026-08-10", credits, open);
        Assert.Equal(new ForecastFigures(7_200m, 9_700m, 7_200m, 7_200m, 12_200m), forecast.Earned);
        Assert.Equal(new ForecastFigures(130_000m, 155_000m, 130_000m, 130_000m, 180_000m), forecast.Credit);
        Assert.Equal(("2026", 130_000m, 7_200m, 9_700m), Assert.Single(forecast.Components) is var part ? (part.MeasurePeriod, part.Credit, part.EarnedClosed, part.EarnedExpected) : default);
        Assert.Equal(5_000m, Assert.Single(forecast.Deals).Potential);
    }

    // The new plan is still to come: today is 10 May, 80,000 are closed and 40,000 open in June at 50 %, 50,000 in July at 50 %. With June won: 4 % × 20,000 + 6 % × 20,000
    // = 2,000 in June, and July's 50,000 are 10 %: 5,000. Without: July's 50,000 go from 80,000 to 130,000: 1,000 + 3,000 = 4,000. Closed 3,200.
    // Expected 3,200 + .5 × 2,000 + .5 × (.5 × 5,000 + .5 × 4,000) = 3,200 + 1,000 + 2,250 = 6,450.
    [Fact]
    public void Given_a_plan_still_to_come_when_forecast_then_outcomes_before_it_move_what_it_pays()
    {
        var model = Model(
            null,
            (new(2026, 1, 1), Plan("month", Component(Marginal((0, 4), (100_000, 6)), "year"))),
            (new(2026, 7, 1), Plan("month", Component(Marginal((0, 5), (100_000, 10)), "year"))));
        Credit[] credits = [Credit("a", 80_000m, "2026-03-05")];
        OpenDeal[] open = [Open("d", 40_000m, 0.5m, "2026-06-20"), Open("e", 50_000m, 0.5m, "2026-07-20")];
        var year = Forecast(model, "2026", "2026-05-10", credits, open);
        Assert.Equal((3_200m, 6_450m, 3_200m, 10_200m, "exact"), (year.Earned.Closed, year.Earned.Expected, year.Earned.P10, year.Earned.P90, year.Method));
        Assert.Equal((1_000m, 2_250m), (Forecast(model, "2026-06", "2026-05-10", credits, open).Earned.Expected, Forecast(model, "2026-07", "2026-05-10", credits, open).Earned.Expected));
    }

    [Fact]
    public void Given_any_changes_when_paid_then_months_sum_to_the_year_and_what_is_expected_is_what_is_closed()
    {
        var amounts = Gen.Choose(-2_000_000, 9_000_000).Select(cents => cents / 100m).Zip(Gen.Choose(0, 364)).ListOf().Select(list => list.Take(12).ToList());
        var tables = Gen.Elements(FourFiveSix, Attainment, Marginal((0, 7)), Marginal((0, 1), (50_000, 9)));
        var versions = Gen.Choose(1, 364).Zip(tables).Zip(Gen.Elements("month", "quarter", "year", "deal")).ListOf().Select(list => list.Take(3).ToList());
        var quotas = Gen.Choose(1, 364).Zip(Gen.Choose(1, 400_000)).ListOf().Select(list => list.Take(3).ToList());
        Prop.ForAll(amounts.ToArbitrary(), versions.ToArbitrary(), quotas.ToArbitrary(), (sold, plans, changes) =>
        {
            var start = new DateOnly(2026, 1, 1);
            var model = Model(
                [(start, 150_000m), .. changes.OrderBy(change => change.Item1).Select(change => (start.AddDays(change.Item1), (decimal)change.Item2))],
                [(start, Plan("month", Component(FourFiveSix, "year"))), .. plans.OrderBy(plan => plan.Item1.Item1).Select(plan => (start.AddDays(plan.Item1.Item1), Plan("month", Component(plan.Item1.Item2, plan.Item2))))]);
            var credits = sold.Select((item, i) => Credit(FormattableString.Invariant($"d{i:00}"), item.Item1, "2026-01-01") with { Date = start.AddDays(item.Item2) }).ToArray();
            var year = Earned(model, "2026", credits);
            return Months.Sum(month => Earned(model, month, credits)) == year
                && new[] { "2026-Q1", "2026-Q2", "2026-H2" }.Sum(period => Earned(model, period, credits)) == year
                && Forecast(model, "2026", "2027-02-01", credits, []).Earned is var whole && whole.Closed == year && whole.Expected == year && whole.P50 == year;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Given_any_change_to_come_when_forecast_then_every_outcome_goes_through_the_terms_of_its_days()
    {
        var deals = Gen.Choose(500_000, 9_000_000).Zip(Gen.Choose(0, 100)).Zip(Gen.Choose(0, 230)).ArrayOf().Select(items => items.Take(7).Select((item, i) =>
            Open(FormattableString.Invariant($"d{i}"), item.Item1.Item1 / 100m, item.Item1.Item2 / 100m, "2026-05-10") with { ExpectedCloseDate = new DateOnly(2026, 5, 10).AddDays(item.Item2) }).ToArray());
        var tables = Gen.Elements(FourFiveSix, Attainment, Marginal((0, 7)));
        var changes = Gen.Choose(1, 364).Zip(Gen.Choose(1, 364)).Zip(Gen.Choose(1, 400_000));
        Prop.ForAll(deals.ToArbitrary(), tables.Zip(tables).Zip(changes).ToArbitrary(), Gen.Elements("2026", "2026-Q3", "2026-07", "2026-09").ToArbitrary(), (open, drawn, period) =>
        {
            var ((first, second), ((planDay, quotaDay), quota)) = drawn;
            var start = new DateOnly(2026, 1, 1);
            var model = Model(
                [(start, 100_000m), (start.AddDays(quotaDay), quota)],
                (start, Plan("month", Component(first, "year"))),
                (start.AddDays(planDay), Plan("month", Component(second, "year"))));
            var input = Input(model, period, "2026-05-10", [Credit("x", 61_234.56m, "2026-02-03"), Credit("y", 45_000m, "2026-04-05")], open);
            var forecast = PersonForecast.Compute(input).Currencies[0];
            var outcomes = BruteForce.Outcomes(input);

            // Where one rate holds, deals before the days paid for are left out: they move what is paid then by a rounding at most.
            return forecast.Method == "exact"
                && Math.Abs(forecast.Earned.Expected - BruteForce.Mean(outcomes)) <= 0.015m
                && Math.Abs(forecast.Earned.P10 - BruteForce.Quantile(outcomes, 0.1m)) <= 0.01m
                && Math.Abs(forecast.Earned.P90 - BruteForce.Quantile(outcomes, 0.9m)) <= 0.01m;
        }).QuickCheckThrowOnFailure();
    }

    private static decimal Earned(Model model, string period, params Credit[] credits) =>
        Pay(PlanTerms.Find(model, "ann", Period(period), Calendar), credits, Period(period)).Earned;

    private static CurrencyForecast Forecast(Model model, string period, string asOf, IReadOnlyList<Credit> credits, IReadOnlyList<OpenDeal> deals) =>
        Assert.Single(PersonForecast.Compute(Input(model, period, asOf, credits, deals)).Currencies);

    private static PersonForecastInput Input(Model model, string period, string asOf, IReadOnlyList<Credit> credits, IReadOnlyList<OpenDeal> deals) => new()
    {
        Person = "ann",
        Period = Period(period),
        AsOf = DateOnly.Parse(asOf, null),
        Calendar = Calendar,
        Terms = PlanTerms.Find(model, "ann", Period(period), Calendar),
        Credits = credits,
        OpenDeals = deals,
    };
}
