using SalesPerf.Domain.Metrics;

namespace SalesPerf.Domain.Competencies;

/// <summary>A cell of a scorecard, with everything that explains it.</summary>
public sealed record ScorecardMetric
{
    public required string Metric { get; init; }

    /// <summary>In the metric's unit; null is unknown. See <see cref="MetricValue"/>.</summary>
    public decimal? Value { get; init; }

    public decimal? Numerator { get; init; }

    public decimal? Denominator { get; init; }

    /// <summary>Activities or deals behind a count, sum, conversion or duration.</summary>
    public long Events { get; init; }

    /// <summary>Of sums of money: how many more there were in another currency than the metric's unit, which are not added.</summary>
    public long LeftOut { get; init; }

    public bool IsEstimated { get; init; }

    /// <summary>What is expected; null when nothing is.</summary>
    public AppliedThreshold? Threshold { get; init; }

    /// <summary>The target for this person and period: prorated and scaled for counts and sums, as written otherwise. Null: none applies.</summary>
    public decimal? Target { get; init; }

    /// <summary>In an open period, of what accumulates: target × elapsed ÷ active days, 6 decimals.</summary>
    public decimal? ExpectedToDate { get; init; }

    /// <summary><see cref="ExpectedToDate"/> once 20 % of the active days are over and 5 events are expected; then attainment and colour compare with it.</summary>
    public decimal? PaceTarget { get; init; }

    /// <summary>In per cent, 6 decimals, of the pace target when there is one, else of the target, else of the range. Null when unknown.</summary>
    public decimal? Attainment { get; init; }

    /// <summary>Why the cell is out of scores at this moment (<see cref="GreyReasons"/>); null when it counts.</summary>
    public string? NotCounted { get; init; }

    /// <summary>As of the last scheduled run (<see cref="Colours"/>).</summary>
    public string Colour { get; init; } = Colours.Grey;

    /// <summary>Why it is grey; null for other colours.</summary>
    public string? Grey { get; init; } = GreyReasons.NotYet;

    /// <summary>Scheduled runs in a row with this colour: 0 before the first, never over 2.</summary>
    public int Streak { get; init; }

    /// <summary>The colour last announced (or taken as given), also in the period before; null before the first.</summary>
    public string? Announced { get; init; }
}

/// <summary>A threshold and where it was found.</summary>
/// <param name="From"><c>role</c> or <c>person</c>.</param>
/// <param name="Id">The role's or person's id.</param>
/// <param name="Version">The version of that resource.</param>
/// <param name="Content">As written.</param>
public sealed record AppliedThreshold(string From, string Id, int Version, MetricThreshold Content);
