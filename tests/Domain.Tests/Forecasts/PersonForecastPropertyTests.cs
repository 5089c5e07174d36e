using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Forecasts;
using SalesPerf.Domain.Values;
using static SalesPerf.Domain.Tests.Commissions.Samples;
using static SalesPerf.Domain.Tests.Forecasts.PersonForecastTests;

namespace SalesPerf.Domain.Tests.Forecasts;

public sealed class PersonForecastPropertyTests
{
    private static readonly CreditFilter Big = new() { Field = "amount", Op = "atLeast", Value = "30000" };

    private static readonly PlanComponent[] Components =
    [
        Component(FourFiveSix),
        Component(FourFiveSix, "month"),
        Component(FourFiveSix, "year"),
        Component(FourFiveSix, "deal"),
        Component(Marginal((0, 3), (60, 6), (110, 9)) with { Selector = "attainment" }, "quarter"),
        Component(Marginal((0, 2.5m)), "month", "flat"),
        Component(Marginal((0, 1), (50_000, 4)), "quarter", "big", new CreditRule { Id = "r", Filter = Big }),
    ];

    [Fact]
    public void Compute_small_pipelines_equal_every_outcome_through_the_statement()
    {
        var plans = Gen.Choose(0, 4).SelectMany(first => Gen.Choose(4, 6).Select(second => first == second ? [first] : new[] { first, second })).SelectMany(
            indexes => Gen.Elements(true, false).Select(isBoth => isBoth ? indexes : indexes[..1]));
        var deals = Deals(5_000_00, 90_000_00, 9);
        Prop.ForAll(plans.ToArbitrary(), deals.ToArbitrary(), Gen.Elements("2026-Q4", "2026-12", "2026-11", "2026").ToArbitrary(), (indexes, open, period) =>
        {
            var terms = Terms(Plan("month", [.. indexes.Select((index, i) => Components[index] with { Id = "c" + i })]), new QuotaTerm("c0", 150_000m, PeriodKind.Quarter));
            var input = Input(period, terms, [Credit("x", 61_234.56m, "2026-02-03"), Credit("y", 45_000m, "2026-10-05")], open);
            var forecast = PersonForecast.Compute(input).Currencies[0];
            var outcomes = BruteForce.Outcomes(input);
            return forecast.Method == "exact"
                && forecast.Earned.Expected == Rounding.HalfAway(BruteForce.Mean(outcomes), 2)
                && forecast.Earned.P10 == BruteForce.Quantile(outcomes, 0.1m)
                && forecast.Earned.P50 == BruteForce.Quantile(outcomes, 0.5m)
                && forecast.Earned.P90 == BruteForce.Quantile(outcomes, 0.9m);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Compute_fourteen_deals_equal_every_outcome()
    {
        var open = Many(14, 1);
        var input = Input("2026-Q4", Terms(Plan("quarter", Components[0])), [], open);
        var (forecast, outcomes) = (PersonForecast.Compute(input).Currencies[0], BruteForce.Outcomes(input));
        Assert.Equal("exact", forecast.Method);
        Assert.Equal(Rounding.HalfAway(BruteForce.Mean(outcomes), 2), forecast.Earned.Expected);
        Assert.Equal(BruteForce.Quantile(outcomes, 0.1m), forecast.Earned.P10);
        Assert.Equal(BruteForce.Quantile(outcomes, 0.9m), forecast.Earned.P90);
    }

    [Fact]
    public void Compute_on_the_grid_keeps_means_and_orders_quantiles()
    {
        Prop.ForAll(Gen.Choose(17, 260).ToArbitrary(), Gen.Choose(1, 1_000_000).ToArbitrary(), (count, seed) =>
        {
            var open = Many(count, seed);
            var terms = Terms(Plan("quarter", Component(Marginal((0, 7)))), new QuotaTerm("bookings", 1_000_000m, PeriodKind.Quarter));
            var forecast = PersonForecast.Compute(Input("2026-Q4", terms, [Credit("c", 12_345.67m, "2026-10-02")], open)).Currencies[0];
            var credit = 12_345.67m + open.Sum(deal => deal.Amount * deal.Probability!.Value);
            return IsNear(Mean(forecast.CreditDistribution), credit, 1e-9)
                && IsNear((double)forecast.Credit.Expected, Rounding.HalfAway(credit, 2), 1e-12)
                && IsNear(Mean(forecast.EarnedDistribution), credit * 0.07m, 1e-6)
                && IsNear((double)forecast.Earned.Expected, Rounding.HalfAway(credit * 0.07m, 2), 1e-6)
                && Math.Abs(forecast.CreditDistribution!.Probabilities.Sum() - 1d) < 1e-9
                && forecast.Earned is { P10: var p10, P50: var p50, P90: var p90 } && p10 <= p50 && p50 <= p90
                && forecast.Credit.P10 <= forecast.Credit.P50 && forecast.Credit.P50 <= forecast.Credit.P90
                && forecast.Earned.Closed <= p10;
        }).QuickCheckThrowOnFailure();
    }

    // 24 deals: too many atoms for exact (cents), few enough to list all 16.8 million outcomes in halves of 12: P(sum ≤ x) by sorting both halves.
    [Fact]
    public void Compute_on_the_grid_is_close_to_the_truth()
    {
        var open = Many(24, 7);
        var terms = Terms(Plan("quarter", Component(FourFiveSix)), new QuotaTerm("bookings", 700_000m, PeriodKind.Quarter));
        var forecast = PersonForecast.Compute(Input("2026-Q4", terms, [], open)).Currencies[0];
        Assert.Equal("grid", forecast.Method);
        var first = Sums([.. open.Take(12)]);
        var second = Sums([.. open.Skip(12)]).OrderByDescending(outcome => outcome.Sum).ToList();
        double Reaches(decimal x)
        {
            // The greater the first half, the more outcomes of the second reach the rest.
            var (reached, below, at) = (0d, 0d, 0);
            foreach (var (sum, probability) in first.OrderBy(outcome => outcome.Sum))
            {
                for (; at < second.Count && sum + second[at].Sum >= x; at++)
                {
                    below += (double)second[at].Probability;
                }

                reached += (double)probability * below;
            }

            return reached;
        }

        Assert.Equal(Reaches(700_000m), (double)forecast.ProbabilityOfQuota!.Value, 0.002);
        Assert.Equal(0.5, 1 - Reaches(forecast.Credit.P50), 0.01);
        Assert.Equal(0.9, 1 - Reaches(forecast.Credit.P90), 0.01);
    }

    // A deal recorded with six zeros too many must not blur the others: without it the median is what it is with it, as it is won at 1 %.
    [Fact]
    public void Compute_one_absurd_deal_does_not_blur_the_rest()
    {
        var terms = Terms(Plan("quarter", Component(FourFiveSix)));
        var open = Many(40, 3);
        var plain = PersonForecast.Compute(Input("2026-Q4", terms, [], open)).Currencies[0];
        var with = PersonForecast.Compute(Input("2026-Q4", terms, [], [.. open, Open("absurd", 50_000_000_000m, 0.01m, "2026-12-01")])).Currencies[0];
        Assert.Equal((double)plain.Credit.P50, (double)with.Credit.P50, 0.01 * (double)plain.Credit.P50);
        Assert.InRange(with.Credit.Expected - plain.Credit.Expected, 499_999_999.99m, 500_000_000.01m);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(60)]
    public void Compute_any_order_gives_the_same_result_to_the_bit(int count)
    {
        var terms = Terms(Plan("month", Components[1], Components[5], Components[6]), new QuotaTerm("bookings", 100_000m, PeriodKind.Month));
        var open = Many(count, 11);
        Credit[] credits = [Credit("x", 61_234.56m, "2026-10-03"), Credit("y", 45_000.01m, "2026-10-03"), Credit("z", 0.10m, "2026-11-03")];
        var first = JsonSerializer.Serialize(PersonForecast.Compute(Input("2026-Q4", terms, credits, open)));
        Prop.ForAll(Gen.Shuffle(open).ToArbitrary(), Gen.Shuffle(credits).ToArbitrary(), (shuffled, others) =>
            JsonSerializer.Serialize(PersonForecast.Compute(Input("2026-Q4", terms, others, shuffled))) == first)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5));
    }

    // Two components share most of 40 deals; expected pay is still exact per component: 7 % of all plus 2 % of the big ones.
    [Fact]
    public void Compute_components_that_share_many_deals_use_scenarios_and_keep_expected_values()
    {
        var open = Many(40, 5);
        var tiers = Component(Marginal((0, 7), (10_000_000, 8)));
        var flat = Component(Marginal((0, 2)), "quarter", "big", new CreditRule { Id = "r", Filter = Big });
        var result = PersonForecast.Compute(Input("2026-Q4", Terms(Plan("quarter", tiers, flat)), [], open));
        var forecast = result.Currencies[0];
        var expected = open.Sum(deal => deal.Probability!.Value * deal.Amount * (deal.Amount >= 30_000m ? 0.09m : 0.07m));
        Assert.Equal(ForecastMethods.Scenarios, forecast.Method);
        Assert.Contains(result.Warnings, warning => warning.Code == WarningCodes.ManyComponents);
        Assert.Equal((double)expected, (double)forecast.Earned.Expected, 0.02);

        // The same with a table that is flat as well needs no scenarios; both agree on the spread.
        var both = PersonForecast.Compute(Input("2026-Q4", Terms(Plan("quarter", Component(Marginal((0, 7))), flat)), [], open)).Currencies[0];
        Assert.Equal(ForecastMethods.Grid, both.Method);
        Assert.Equal((double)both.Earned.P50, (double)forecast.Earned.P50, 0.02 * (double)both.Earned.P50);
        Assert.Equal((double)both.Earned.P90, (double)forecast.Earned.P90, 0.02 * (double)both.Earned.P90);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(3_000)]
    public void Compute_many_deals_stay_small_enough_to_store(int count)
    {
        var result = PersonForecast.Compute(Input("2026-Q4", Terms(Plan("month", Components[0])), [], Many(count, 2)));
        Assert.True(JsonSerializer.SerializeToUtf8Bytes(result).Length < 200_000);
        Assert.Equal((200, count), (result.Currencies[0].Deals.Count, result.Currencies[0].DealCount));
        Assert.Equal(count > 200, result.Warnings.Any(warning => warning.Code == WarningCodes.DealsShortened));
    }

    [Fact]
    public void Compute_round_amounts_stay_exact_however_many()
    {
        var open = Enumerable.Range(0, 150).Select(i => Open(FormattableString.Invariant($"d{i}"), 1_000m * (1 + (i % 40)), 0.01m * (1 + (i % 90)), "2026-12-01")).ToList();
        var forecast = PersonForecast.Compute(Input("2026-Q4", Terms(Plan("quarter", Component(Marginal((0, 10))))), [], open)).Currencies[0];
        Assert.Equal("exact", forecast.Method);
        Assert.Equal(open.Sum(deal => deal.Amount * deal.Probability!.Value) * 0.1m, forecast.Earned.Expected);
    }

    [Fact]
    public void Compute_positive_deals_never_earn_below_what_is_closed()
    {
        Prop.ForAll(Deals(1, 90_000_00, 12).ToArbitrary(), Gen.Choose(0, 6).ToArbitrary(), (open, index) =>
        {
            var terms = Terms(Plan("month", Components[index]), new QuotaTerm("bookings", 100_000m, PeriodKind.Quarter));
            var forecast = PersonForecast.Compute(Input("2026-Q4", terms, [Credit("y", 45_000m, "2026-10-05")], open)).Currencies[0];
            return forecast.Earned.Closed >= 0m && forecast.Earned.P10 >= forecast.Earned.Closed && forecast.Earned.Expected >= forecast.Earned.Closed;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Compute_negative_deals_are_counted_too()
    {
        Prop.ForAll(Deals(-90_000_00, 90_000_00, 8).ToArbitrary(), Gen.Choose(0, 5).ToArbitrary(), (open, index) =>
        {
            var terms = Terms(Plan("month", Components[index]), new QuotaTerm("bookings", 100_000m, PeriodKind.Quarter));
            var input = Input("2026-Q4", terms, [Credit("y", 45_000m, "2026-10-05")], open);
            var outcomes = BruteForce.Outcomes(input);
            var forecast = PersonForecast.Compute(input).Currencies[0];
            return forecast.Earned.Expected == Rounding.HalfAway(BruteForce.Mean(outcomes), 2) && forecast.Earned.P10 == BruteForce.Quantile(outcomes, 0.1m);
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>Deals with distinct cents, 5,000 to 80,000, at 1 % to 99 %, in all three months of the quarter.</summary>
    internal static OpenDeal[] Many(int count, int seed) =>
        [.. Enumerable.Range(0, count).Select(i =>
        {
            var mixed = Mixed(((ulong)seed << 32) + (ulong)i);
            return Open(
                FormattableString.Invariant($"d{i:0000}"),
                5_000m + (mixed % 7_500_000 / 100m),
                0.01m * (1 + (mixed / 7 % 99)),
                FormattableString.Invariant($"2026-{10 + (mixed / 11 % 3)}-{16 + (i % 12)}"));
        })];

    private static ulong Mixed(ulong bits)
    {
        unchecked
        {
            bits = (bits + 0x9E3779B97F4A7C15UL) * 0xBF58476D1CE4E5B9UL;
            bits = (bits ^ (bits >> 29)) * 0x94D049BB133111EBUL;
            return bits ^ (bits >> 32);
        }
    }

    private static Gen<OpenDeal[]> Deals(int fromCents, int toCents, int most) =>
        Gen.Choose(fromCents, toCents).Zip(Gen.Choose(0, 100)).Zip(Gen.Choose(0, 61)).ArrayOf()
            .Select(items => items.Take(most).Select((item, i) => Open(
                FormattableString.Invariant($"d{i:00}"),
                item.Item1.Item1 / 100m,
                item.Item1.Item2 / 100m,
                FormattableString.Invariant($"{new DateOnly(2026, 11, 1).AddDays(item.Item2 - 1):yyyy-MM-dd}"))).ToArray());

    private static List<(decimal Sum, decimal Probability)> Sums(List<OpenDeal> deals) =>
        [.. Enumerable.Range(0, 1 << deals.Count).Select(outcome => Enumerable.Range(0, deals.Count).Aggregate((Sum: 0m, Probability: 1m), (sofar, i) =>
            (outcome & (1 << i)) != 0
                ? (sofar.Sum + deals[i].Amount, sofar.Probability * deals[i].Probability!.Value)
                : (sofar.Sum, sofar.Probability * (1m - deals[i].Probability!.Value))))];

    private static double Mean(Distribution? distribution) =>
        distribution!.Units.Zip(distribution.Probabilities).Sum(atom => atom.First * atom.Second) / Math.Pow(10, distribution.Digits); // computed just now

    private static bool IsNear(double actual, decimal expected, double relative) => Math.Abs(actual - (double)expected) <= relative * (double)expected;
}
