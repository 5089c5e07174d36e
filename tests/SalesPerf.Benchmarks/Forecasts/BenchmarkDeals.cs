using System.Globalization;
using SalesPerf.Benchmarks.Ours;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Forecasts;
using SalesPerf.Domain.Settings;
using SalesPerf.Domain.Values;

namespace SalesPerf.Benchmarks.Forecasts;

/// <summary>One person with many open deals of uneven amounts, in whole tens, on a plan of three tiers.</summary>
internal static class BenchmarkDeals
{
    /// <summary>Amounts are whole multiples of this.</summary>
    public const int Step = 10;

    public static IReadOnlyList<OpenDeal> Open(int deals)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, deals).Select(i => new OpenDeal
        {
            Source = "crm",
            Deal = string.Create(CultureInfo.InvariantCulture, $"d{i:000}"),
            Amount = random.Next(100, 5_000) * Step,
            Probability = random.Next(5, 80) / 100m,
            ProbabilitySource = "crm",
            ExpectedCloseDate = new DateOnly(2026, 10, 20).AddDays(random.Next(70)),
        })];
    }

    public static PersonForecastInput Input(IReadOnlyList<OpenDeal> deals, IReadOnlyList<Credit> credits)
    {
        var calendar = new FiscalCalendar(new OrganisationCalendar());
        var component = new PlanComponent { Id = "bookings", Measure = "quarter", CreditRules = [new CreditRule { Id = "all" }], Table = Tiers.Table };
        return new PersonForecastInput
        {
            Person = "p",
            Period = calendar.Parse("2026-Q4")!, // a quarter of the calendar
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
            Credits = credits,
            OpenDeals = deals,
        };
    }
}
