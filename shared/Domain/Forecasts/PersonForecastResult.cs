using System.Text.Json.Serialization;
using SalesPerf.Domain.Commissions;

namespace SalesPerf.Domain.Forecasts;

/// <summary>What a person is expected to earn in a period: one forecast per currency of their plans, none without a plan.</summary>
public sealed record PersonForecastResult
{
    public required string Person { get; init; }

    /// <summary>The period's id.</summary>
    public required string Period { get; init; }

    /// <summary>The day it was made on, in the organisation's zone.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>By currency.</summary>
    public required IReadOnlyList<CurrencyForecast> Currencies { get; init; }

    public IReadOnlyList<CommissionWarning> Warnings { get; init; } = [];

    /// <summary>False when numbers were too large to compute with, or the forecast too large to store.</summary>
    [JsonIgnore]
    public bool IsComputed => !Warnings.Any(warning => warning.Code == WarningCodes.NotComputable);

    /// <summary>What is shown of it: without the distributions, which are nine tenths of its size and needed for sums alone.</summary>
    public PersonForecastResult ToShow() =>
        this with { Currencies = [.. Currencies.Select(forecast => forecast with { EarnedDistribution = null, CreditDistribution = null })] };

    /// <summary>What sums over people need of it: without what explains it.</summary>
    public PersonForecastResult ToAddUp() =>
        this with { Currencies = [.. Currencies.Select(forecast => forecast with { Components = [], Deals = [] })] };
}

/// <summary>A forecast in one currency: figures, and what explains and adds them up.</summary>
public sealed record CurrencyForecast
{
    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>Commission earned in the period, by steps 1 to 14 of the commission order.</summary>
    public required ForecastFigures Earned { get; init; }

    /// <summary>Credit in the period, each deal once: largest over the plans that carry a quota, else over all.</summary>
    public required ForecastFigures Credit { get; init; }

    /// <summary>The period's quota, of the plans' leading components; null without one.</summary>
    public decimal? Quota { get; init; }

    /// <summary>The probability that the credit reaches the quota, six digits; null without a quota.</summary>
    public decimal? ProbabilityOfQuota { get; init; }

    /// <summary>One of <see cref="ForecastMethods"/>.</summary>
    public required string Method { get; init; }

    /// <summary>Where the counted deals' probabilities come from: <c>crm</c>, <c>stage</c>, <c>mixed</c>, or <c>none</c> without any.</summary>
    public required string ProbabilitySource { get; init; }

    /// <summary>Component by component.</summary>
    public IReadOnlyList<ForecastComponent> Components { get; init; } = [];

    /// <summary>The open deals counted, the weightiest first; at most <see cref="PersonForecast.MaxDeals"/>.</summary>
    public IReadOnlyList<ForecastDeal> Deals { get; init; } = [];

    /// <summary>How many open deals were counted.</summary>
    public int DealCount { get; init; }

    /// <summary>Distribution of what is earned, to be added up over people; null in what is kept to be shown.</summary>
    [JsonPropertyName("earnedPacked")] // as earnedDistribution it was stored in full once, and is passed over
    public Distribution? EarnedDistribution { get; init; }

    /// <summary>Distribution of the credit, to be added up over people; null in what is kept to be shown.</summary>
    [JsonPropertyName("creditPacked")]
    public Distribution? CreditDistribution { get; init; }
}

/// <summary>How a distribution was computed.</summary>
public static class ForecastMethods
{
    /// <summary>Every outcome counted.</summary>
    public const string Exact = "exact";

    /// <summary>On a grid that keeps the mean.</summary>
    public const string Grid = "grid";

    /// <summary>From seeded scenarios; expected values are still exact or from a grid.</summary>
    public const string Scenarios = "scenarios";
}

/// <summary>An amount as known now and as expected; rounded half away from zero to the currency's digits.</summary>
/// <param name="Closed">From closed deals alone.</param>
/// <param name="Expected">The mean.</param>
/// <param name="P10">Reached or stayed under with 10 % probability: the smallest x with F(x) ≥ 0.1.</param>
/// <param name="P50">The median.</param>
/// <param name="P90">The smallest x with F(x) ≥ 0.9.</param>
public sealed record ForecastFigures(decimal Closed, decimal Expected, decimal P10, decimal P50, decimal P90);

/// <summary>A component's part of the forecast in one measure period (the pay period where each deal is measured on its own).</summary>
public sealed record ForecastComponent
{
    public required string Assignment { get; init; }

    public required string Plan { get; init; }

    public required string Component { get; init; }

    /// <summary>The measure period's id.</summary>
    public required string MeasurePeriod { get; init; }

    /// <summary>The measure period's quota; null without one.</summary>
    public decimal? Quota { get; init; }

    /// <summary>Credit of the measure period up to the end of the forecast period, closed.</summary>
    public required decimal Credit { get; init; }

    /// <summary>Earned in the forecast period from closed deals.</summary>
    public required decimal EarnedClosed { get; init; }

    /// <summary>Expected to be earned in the forecast period.</summary>
    public required decimal EarnedExpected { get; init; }
}

/// <summary>An open deal as counted.</summary>
public sealed record ForecastDeal
{
    public required string Source { get; init; }

    public required string Deal { get; init; }

    public required DateOnly ExpectedCloseDate { get; init; }

    /// <summary>0 to 1.</summary>
    public required decimal Probability { get; init; }

    /// <summary><c>crm</c>, <c>stage</c> or <c>none</c>.</summary>
    public required string ProbabilitySource { get; init; }

    /// <summary>The deal's amount as the source says.</summary>
    public required decimal Amount { get; init; }

    /// <summary>The credit it would give.</summary>
    public required decimal Credit { get; init; }

    /// <summary>What it alone, won on top of what is closed, would add to what is earned.</summary>
    public required decimal Potential { get; init; }

    /// <summary>Probability × potential, rounded. With tiers these do not sum to the expected figure.</summary>
    public required decimal Weighted { get; init; }
}
