namespace SalesPerf.Domain.Metrics;

/// <summary>A metric's value over some days, with what it is made of.</summary>
public sealed record MetricValue
{
    public required string Metric { get; init; }

    /// <summary>In the metric's unit: a ratio or conversion whose unit is <c>%</c> is per cent, otherwise the plain quotient. Null is unknown: nothing to divide by, nothing entered.</summary>
    public decimal? Value { get; init; }

    /// <summary>Of ratios, conversions (deals that arrived) and durations (sum of days).</summary>
    public decimal? Numerator { get; init; }

    /// <summary>Of ratios, conversions (deals that started) and durations (deals that arrived).</summary>
    public decimal? Denominator { get; init; }

    /// <summary>How many activities or deals a count, sum, conversion or duration comes from; 0 for the other kinds.</summary>
    public long Events { get; init; }

    /// <summary>Of sums of money: how many more there were in another currency than the metric's unit, which are not added.</summary>
    public long LeftOut { get; init; }

    /// <summary>True when a distinct or replied metric had more to keep than fits and the value is a projection from a sample.</summary>
    public bool IsEstimated { get; init; }
}

/// <summary>One stored month with the separate months that belong to it. Deal rollups have none.</summary>
/// <param name="Rollup">The month.</param>
/// <param name="MetricMonths">Distinct and replied metrics of the same identity and month; those under another stamp than the rollup's count as absent.</param>
public sealed record RollupSet(MonthRollup Rollup, IReadOnlyList<MetricMonth> MetricMonths);
