namespace SalesPerf.Domain.Competencies;

/// <summary>
/// How a person stands in one period, stored in <c>rep~{person}</c>. Numbers are refreshed by nudges; colours, streaks and transitions change
/// once per scheduled run.
/// </summary>
public sealed record Scorecard
{
    public required string Person { get; init; }

    /// <summary>The period's id.</summary>
    public required string Period { get; init; }

    /// <summary>The period's kind: <c>week</c>, <c>month</c>, <c>quarter</c>, …</summary>
    public required string Kind { get; init; }

    /// <summary>The first local day.</summary>
    public required DateOnly Start { get; init; }

    /// <summary>The day after the last.</summary>
    public required DateOnly End { get; init; }

    public string? Role { get; init; }

    /// <summary>The version of the role that was read.</summary>
    public int? RoleVersion { get; init; }

    /// <summary>The person's working days in the period, employed or not.</summary>
    public int WorkingDays { get; init; }

    /// <summary>Those of them employed and not absent, weighed by the share of full time.</summary>
    public decimal ActiveDays { get; init; }

    /// <summary>The active days that are over; all of them once the period has ended.</summary>
    public decimal ElapsedDays { get; init; }

    /// <summary>By metric id.</summary>
    public IReadOnlyList<ScorecardMetric> Metrics { get; init; } = [];

    /// <summary>In the role's order.</summary>
    public IReadOnlyList<CompetencyScore> Competencies { get; init; } = [];

    /// <summary>Weighted mean of the competencies' scores in per cent, 6 decimals; null when none is known.</summary>
    public decimal? Composite { get; init; }

    /// <summary>Revisions of what this was computed from.</summary>
    public SortedDictionary<string, long> Inputs { get; init; } = [];

    /// <summary>When the numbers were computed.</summary>
    public required DateTimeOffset ValuesAt { get; init; }

    /// <summary>When the colours were; null before the first run.</summary>
    public DateTimeOffset? EvaluatedAt { get; init; }

    /// <summary>The occurrence of the schedule that evaluated it last.</summary>
    public DateTimeOffset? Run { get; init; }

    /// <summary>
    /// False while a run may still change its colours: until the period has ended and two runs since agree, and again when a nudge brings other numbers.
    /// The next run evaluates it then, however long ago it ended.
    /// </summary>
    public bool IsSettled { get; init; }
}

/// <summary>A competency's score.</summary>
public sealed record CompetencyScore
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Weight in the composite.</summary>
    public required decimal Weight { get; init; }

    /// <summary>Weighted mean of the attainments of its counted metrics in per cent, 6 decimals; null when none is known.</summary>
    public decimal? Score { get; init; }

    /// <summary>Its metrics; those whose <see cref="ScorecardMetric.NotCounted"/> is set are out of numerator and denominator.</summary>
    public IReadOnlyList<CompetencyPart> Metrics { get; init; } = [];
}

/// <summary>A metric's weight in a competency.</summary>
public sealed record CompetencyPart(string Metric, decimal Weight);
