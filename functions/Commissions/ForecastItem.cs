using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Forecasts;
using SalesPerf.Domain.Values;

namespace SalesPerf.Functions.Commissions;

/// <summary>A line of a forecast: a person or a team, a period, a currency.</summary>
public sealed record ForecastItem
{
    /// <summary>Set when grouped by person.</summary>
    public string? PersonId { get; init; }

    /// <summary>Set when grouped by team.</summary>
    public string? TeamId { get; init; }

    /// <summary>For a team: the team right above, whose figures hold this one's; absent at the top.</summary>
    public string? ParentTeamId { get; init; }

    public required string Period { get; init; }

    /// <summary>The time of knowledge: of making, or the one asked about.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The scheduled run; absent for the live forecast.</summary>
    public DateTimeOffset? Run { get; init; }

    public required MoneyFigures Earned { get; init; }

    public required MoneyFigures Credit { get; init; }

    public Money? Quota { get; init; }

    /// <summary>0 to 1; absent without a quota.</summary>
    public decimal? ProbabilityOfQuota { get; init; }

    /// <summary><c>exact</c>, <c>grid</c> or <c>scenarios</c>.</summary>
    public required string Method { get; init; }

    public required string ProbabilitySource { get; init; }

    /// <summary>For a team: how many people are added up.</summary>
    public int? People { get; init; }

    /// <summary>For a person: by component, what made the number.</summary>
    public IReadOnlyList<ComponentOutlook>? Components { get; init; }

    /// <summary>For a person: the open deals counted, the weightiest first.</summary>
    public IReadOnlyList<DealOutlook>? Deals { get; init; }

    public IReadOnlyList<CommissionWarning> Warnings { get; init; } = [];

    public static IEnumerable<ForecastItem> Of(PersonForecastResult result, DateTimeOffset asOf, DateTimeOffset? run) => result.Currencies.Select(forecast => new ForecastItem
    {
        PersonId = result.Person,
        Period = result.Period,
        AsOf = asOf,
        Run = run,
        Earned = MoneyFigures.Of(forecast.Earned, forecast.Currency),
        Credit = MoneyFigures.Of(forecast.Credit, forecast.Currency),
        Quota = forecast.Quota is { } quota ? new Money(quota, forecast.Currency) : null,
        ProbabilityOfQuota = forecast.ProbabilityOfQuota,
        Method = forecast.Method,
        ProbabilitySource = forecast.ProbabilitySource,
        Components = [.. forecast.Components.Select(component => ComponentOutlook.Of(component, forecast.Currency))],
        Deals = [.. forecast.Deals.Select(deal => DealOutlook.Of(deal, forecast.Currency))],
        Warnings = result.Warnings,
    });

    public static ForecastItem Of(string team, string? parent, string period, TeamCurrencyForecast forecast, DateTimeOffset asOf, DateTimeOffset? run) => new()
    {
        TeamId = team,
        ParentTeamId = parent,
        Period = period,
        AsOf = asOf,
        Run = run,
        Earned = MoneyFigures.Of(forecast.Earned, forecast.Currency),
        Credit = MoneyFigures.Of(forecast.Credit, forecast.Currency),
        Quota = forecast.Quota is { } quota ? new Money(quota, forecast.Currency) : null,
        ProbabilityOfQuota = forecast.ProbabilityOfQuota,
        Method = forecast.Method,
        ProbabilitySource = forecast.ProbabilitySource,
        People = forecast.People.Count,
        Warnings = forecast.Warnings,
    };
}

/// <summary>Five amounts in one currency. See <see cref="ForecastFigures"/>.</summary>
public sealed record MoneyFigures(Money Closed, Money Expected, Money P10, Money P50, Money P90)
{
    public static MoneyFigures Of(ForecastFigures figures, string currency) => new(
        new Money(figures.Closed, currency),
        new Money(figures.Expected, currency),
        new Money(figures.P10, currency),
        new Money(figures.P50, currency),
        new Money(figures.P90, currency));
}

/// <summary>The forecast of a period.</summary>
/// <param name="Items">By person or team, then currency.</param>
/// <param name="Totals">Control totals over the people, by currency. By team they are those of everybody once: teams hold the teams below them.</param>
/// <param name="NotComputed">People whose plan or deals hold numbers too large to compute with; they are in no figure.</param>
public sealed record ForecastAnswer(
    string Period,
    DateTimeOffset AsOf,
    DateTimeOffset? Run,
    IReadOnlyList<ForecastItem> Items,
    IReadOnlyList<ForecastTotal> Totals,
    IReadOnlyList<string> NotComputed)
{
    /// <summary>Of the live forecast: the latest complete run, whose own answer <c>run=</c> brings back. Absent before the first.</summary>
    public DateTimeOffset? LatestRun { get; init; }
}

/// <summary>Sums over people in one currency; by person they equal the sums of the CSV's columns.</summary>
public sealed record ForecastTotal(string Currency, int People, Money EarnedClosed, Money EarnedExpected, Money CreditClosed, Money CreditExpected)
{
    public static IReadOnlyList<ForecastTotal> Of(IEnumerable<ForecastItem> items) =>
        [.. items.GroupBy(item => item.Earned.Closed.Currency).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => new ForecastTotal(
            group.Key,
            group.Count(),
            new Money(group.Sum(item => item.Earned.Closed.Amount), group.Key),
            new Money(group.Sum(item => item.Earned.Expected.Amount), group.Key),
            new Money(group.Sum(item => item.Credit.Closed.Amount), group.Key),
            new Money(group.Sum(item => item.Credit.Expected.Amount), group.Key)))];
}
