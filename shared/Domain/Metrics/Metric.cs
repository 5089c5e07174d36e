namespace SalesPerf.Domain.Metrics;

/// <summary>A measure of what people do or reach.</summary>
public sealed record Metric
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Shown beside values: <c>calls</c>, <c>%</c>, <c>USD</c>.</summary>
    public string? Unit { get; init; }

    /// <summary><c>activity</c>, <c>objective</c> or <c>result</c>.</summary>
    public string Category { get; init; } = "activity";

    /// <summary><c>higherIsBetter</c>, <c>lowerIsBetter</c> or <c>inRange</c>.</summary>
    public string Direction { get; init; } = "higherIsBetter";

    /// <summary>For inRange: inclusive bounds in the metric's unit.</summary>
    public decimal? RangeMin { get; init; }

    public decimal? RangeMax { get; init; }

    /// <summary>For inRange: the distance outside the range at which attainment reaches 0.</summary>
    public decimal? Tolerance { get; init; }

    /// <summary>Attainment is capped here, in per cent; null is uncapped, and written as null so that it does not read as the default. Default 150.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.Never)]
    public decimal? CapAtPercent { get; init; } = 150m;

    public required MetricMeasure Measure { get; init; }
}

/// <summary>How a metric is computed. Which members are used depends on <see cref="Kind"/>.</summary>
public sealed record MetricMeasure
{
    /// <summary><c>count</c>, <c>sum</c>, <c>distinct</c>, <c>ratio</c>, <c>replied</c>, <c>conversion</c>, <c>duration</c> or <c>entered</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Activity types counted; all must be deal changes (<c>deal.*</c>) or none. For replied: the types sent (default <c>email.sent</c>).</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>All must hold.</summary>
    public IReadOnlyList<MetricCondition> Where { get; init; } = [];

    /// <summary>For sum: <c>amount</c>, <c>margin</c> or an attribute holding a number. For distinct: <c>account</c>, <c>contact</c>, <c>deal</c>, <c>conversation</c> or an attribute.</summary>
    public string? Field { get; init; }

    /// <summary>For distinct: a value counts once per <c>period</c> (default) or once per <c>day</c>; <c>account</c> counts once per pair of account and value.</summary>
    public string? Per { get; init; }

    /// <summary>For ratio: metric ids of kind count, sum, distinct or replied.</summary>
    public string? Numerator { get; init; }

    public string? Denominator { get; init; }

    /// <summary>Under this denominator a ratio or conversion is grey. Default 10.</summary>
    public decimal MinDenominator { get; init; } = 10m;

    /// <summary>For conversion and duration (days): the stage, or <c>created</c>, it starts at.</summary>
    public string? FromStage { get; init; }

    /// <summary>For conversion and duration: the stage, <c>won</c> or <c>lost</c>, it ends at.</summary>
    public string? ToStage { get; init; }
}

/// <summary>A condition on an activity.</summary>
/// <param name="Field"><c>account</c>, <c>contact</c>, <c>deal</c>, <c>conversation</c>, <c>amount</c>, <c>currency</c>, <c>source</c>, <c>stage</c> or an attribute's name.</param>
/// <param name="Op"><c>equals</c>, <c>notEquals</c> (true when absent), <c>in</c>, <c>exists</c>, <c>absent</c>, <c>atLeast</c>, <c>above</c>, <c>atMost</c>, <c>below</c> (numbers).</param>
/// <param name="Value">Compared with, as text.</param>
/// <param name="Values">For <c>in</c>.</param>
public sealed record MetricCondition(string Field, string Op, string? Value = null, IReadOnlyList<string>? Values = null);
