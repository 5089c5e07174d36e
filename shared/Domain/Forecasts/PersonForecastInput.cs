using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Forecasts;

/// <summary>What one person's forecast is made from.</summary>
public sealed record PersonForecastInput
{
    public required string Person { get; init; }

    /// <summary>The period forecast: any kind.</summary>
    public required Period Period { get; init; }

    /// <summary>The day it is made on, in the organisation's zone. Open deals cannot close before it.</summary>
    public required DateOnly AsOf { get; init; }

    public required FiscalCalendar Calendar { get; init; }

    /// <summary>The person's plans in the period, by assignment and then by day: see <see cref="PlanTerms.Find"/>.</summary>
    public required IReadOnlyList<PlanTerms> Terms { get; init; }

    /// <summary>Every credit of the measure periods that the period touches, in any order.</summary>
    public required IReadOnlyList<Credit> Credits { get; init; }

    /// <summary>Every open deal of the person, in any order.</summary>
    public required IReadOnlyList<OpenDeal> OpenDeals { get; init; }
}
