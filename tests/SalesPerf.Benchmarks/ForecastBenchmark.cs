using System.Diagnostics;
using System.Globalization;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Forecasts;
using SalesPerf.Domain.Settings;
using SalesPerf.Domain.Values;

namespace SalesPerf.Benchmarks;

/// <summary>Measures the forecast of one person with many open deals of uneven amounts on one core: all outcomes of all deals, through tiers.</summary>
internal static class ForecastBenchmark
{
    private const int Warm = 50;

    public static void Run(int deals, int rounds)
    {
        var input = Input(deals);
        for (var i = 0; i < Warm; i++)
        {
            PersonForecast.Compute(input);
        }

        var times = new double[rounds];
        for (var i = 0; i < rounds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            PersonForecast.Compute(input);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        var forecast = PersonForecast.Compute(input).Currencies[0];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"forecast of {deals} open deals ({forecast.Method}, P50 {forecast.Earned.P50:N2}): median {times[rounds / 2]:N2} ms, 95 % within {times[rounds * 95 / 100]:N2} ms"));
    }

    private static PersonForecastInput Input(int deals)
    {
        var calendar = new FiscalCalendar(new OrganisationCalendar());
        var random = new Random(7);
        var component = new PlanComponent
        {
            Id = "bookings",
            Measure = "quarter",
            CreditRules = [new CreditRule { Id = "all" }],
            Table = new RateTable { Tiers = [new RateTier(0, 4), new RateTier(100_000, 5), new RateTier(150_000, 6)] },
        };
        return new PersonForecastInput
        {
            Person = "p",
            Period = calendar.Parse("2026-Q4")!,
            AsOf = new DateOnly(2026, 10, 15),
            Calendar = calendar,
            Terms =
            [
                new PlanTerms
                {
                    Assignment = "a",
                    Plan = new Plan { Id = "plan", Currency = "USD", PayPeriod = "quarter", Components = [component] },
                    From = new DateOnly(2026, 1, 1),
                    Quotas = [new QuotaTerm("bookings", 500_000m, PeriodKind.Quarter)],
                },
            ],
            Credits = [],
            OpenDeals = [.. Enumerable.Range(0, deals).Select(i => new OpenDeal
            {
                Source = "crm",
                Deal = string.Create(CultureInfo.InvariantCulture, $"d{i:000}"),
                Amount = random.Next(100_000, 9_000_000) / 100m,
                Probability = random.Next(5, 80) / 100m,
                ProbabilitySource = "crm",
                ExpectedCloseDate = new DateOnly(2026, 10, 20).AddDays(random.Next(70)),
            })],
        };
    }
}
