using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Forecasts;
using SalesPerf.Domain.Settings;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Tests.Commissions;

/// <summary>Plans, terms and credits as tests need them.</summary>
internal static class Samples
{
    public static readonly FiscalCalendar Calendar = new(new OrganisationCalendar());

    public static Period Period(string id) => Calendar.Parse(id)!;

    public static RateTable Marginal(params (decimal From, decimal Rate)[] tiers) =>
        new() { Tiers = [.. tiers.Select(tier => new RateTier(tier.From, tier.Rate))] };

    /// <summary>4 % to 100k, 5 % to 150k, 6 % above.</summary>
    public static RateTable FourFiveSix { get; } = Marginal((0, 4), (100_000, 5), (150_000, 6));

    public static PlanComponent Component(RateTable table, string measure = "quarter", string id = "bookings", params CreditRule[] rules) => new()
    {
        Id = id,
        Measure = measure,
        CreditRules = rules.Length > 0 ? rules : [new CreditRule { Id = "all" }],
        Table = table,
    };

    public static Plan Plan(string payPeriod, params PlanComponent[] components) =>
        new() { Id = "plan", Currency = "USD", PayPeriod = payPeriod, Components = components };

    public static PlanTerms Terms(Plan plan, params QuotaTerm[] quotas) =>
        new() { Assignment = "a", Plan = plan, From = new DateOnly(2000, 1, 1), Quotas = quotas };

    public static Credit Credit(string deal, decimal amount, string date, string? currency = null) => new()
    {
        Source = "crm",
        Deal = deal,
        Event = deal + "-won",
        Date = DateOnly.Parse(date, null),
        Amount = amount,
        Currency = currency,
    };

    /// <summary>What closed credits are paid in a period, as it is known once the period is over.</summary>
    public static Paid Pay(IReadOnlyList<PlanTerms> terms, IReadOnlyList<Credit> credits, Period period, FiscalCalendar? calendar = null)
    {
        var forecast = PersonForecast.Compute(new PersonForecastInput
        {
            Person = "p",
            Period = period,
            AsOf = period.End,
            Calendar = calendar ?? Calendar,
            Terms = terms,
            Credits = credits,
            OpenDeals = [],
        });
        return new Paid(forecast.Currencies.Sum(currency => currency.Earned.Closed), forecast.Warnings);
    }

    public static Paid Pay(PlanTerms terms, IReadOnlyList<Credit> credits, Period period, FiscalCalendar? calendar = null) => Pay([terms], credits, period, calendar);

    public static OpenDeal Open(string deal, decimal amount, decimal? probability, string? date, string source = "crm") => new()
    {
        Source = "crm",
        Deal = deal,
        Amount = amount,
        Probability = probability,
        ProbabilitySource = probability is null ? "none" : source,
        ExpectedCloseDate = date is null ? null : DateOnly.Parse(date, null),
    };
}

/// <summary>What was earned, and what to know about it.</summary>
internal sealed record Paid(decimal Earned, IReadOnlyList<CommissionWarning> Warnings);
