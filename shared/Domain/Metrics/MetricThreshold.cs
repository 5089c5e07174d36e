namespace SalesPerf.Domain.Metrics;

/// <summary>What is expected of a metric.</summary>
public sealed record MetricThreshold
{
    /// <summary>The metric's id.</summary>
    public required string Metric { get; init; }

    /// <summary>The kind of period the target is for: <c>week</c>, <c>month</c>, <c>quarter</c>, <c>half</c>, <c>year</c>. Count and sum targets scale to other kinds by working days.</summary>
    public required string Period { get; init; }

    /// <summary>Target per period, in the metric's unit. None or 0 is grey. Not used by inRange metrics.</summary>
    public decimal? Target { get; init; }

    /// <summary>Green from here, in per cent of target attained (<see cref="Bounds"/> share) or in the metric's unit (absolute).</summary>
    public decimal Green { get; init; } = 100m;

    /// <summary>Amber from here; below (for lowerIsBetter absolute bounds: above) is red.</summary>
    public decimal Amber { get; init; } = 80m;

    /// <summary><c>share</c> (of target) or <c>absolute</c>.</summary>
    public string Bounds { get; init; } = "share";

    /// <summary>Which side an exactly equal value is on: <c>better</c> (equal to green is green) or <c>worse</c>.</summary>
    public string Equality { get; init; } = "better";
}
