using SalesPerf.Domain.Forecasts;
using SalesPerf.Domain.Values;

namespace SalesPerf.Functions.Commissions;

/// <summary>A component's part of a person's forecast, as sent. See <see cref="ForecastComponent"/>.</summary>
public sealed record ComponentOutlook(
    string Assignment, string Plan, string Component, string MeasurePeriod, Money? Quota, Money Credit, Money EarnedClosed, Money EarnedExpected)
{
    public static ComponentOutlook Of(ForecastComponent component, string currency) => new(
        component.Assignment,
        component.Plan,
        component.Component,
        component.MeasurePeriod,
        component.Quota is { } quota ? new Money(quota, currency) : null,
        new Money(component.Credit, currency),
        new Money(component.EarnedClosed, currency),
        new Money(component.EarnedExpected, currency));
}

/// <summary>An open deal as counted in a person's forecast, as sent. See <see cref="ForecastDeal"/>; a deal in another currency than the plan's is not counted.</summary>
public sealed record DealOutlook(
    string Source,
    string Deal,
    DateOnly ExpectedCloseDate,
    decimal Probability,
    string ProbabilitySource,
    Money Amount,
    Money Credit,
    Money Potential,
    Money Weighted)
{
    public static DealOutlook Of(ForecastDeal deal, string currency) => new(
        deal.Source,
        deal.Deal,
        deal.ExpectedCloseDate,
        deal.Probability,
        deal.ProbabilitySource,
        new Money(deal.Amount, currency),
        new Money(deal.Credit, currency),
        new Money(deal.Potential, currency),
        new Money(deal.Weighted, currency));
}
