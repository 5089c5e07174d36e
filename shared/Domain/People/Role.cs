using SalesPerf.Domain.Metrics;

namespace SalesPerf.Domain.People;

/// <summary>A job description in expectations: results (accountabilities) and how they are reached (competencies).</summary>
public sealed record Role
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public IReadOnlyList<Accountability> Accountabilities { get; init; } = [];

    public IReadOnlyList<Competency> Competencies { get; init; } = [];
}

/// <summary>A result the role answers for, with the metric that measures its outcome.</summary>
public sealed record Accountability
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? OutcomeMetric { get; init; }
}

/// <summary>How results are reached: weighted metrics with thresholds, aligned with the accountabilities they serve.</summary>
public sealed record Competency
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Weight in the composite score, above 0.</summary>
    public decimal Weight { get; init; } = 1m;

    /// <summary>Ids of the accountabilities it serves; none is a warning.</summary>
    public IReadOnlyList<string> Accountabilities { get; init; } = [];

    public required IReadOnlyList<CompetencyMetric> Metrics { get; init; }
}

/// <summary>A metric's part in a competency.</summary>
public sealed record CompetencyMetric
{
    /// <summary>Weight in the competency's score, above 0.</summary>
    public decimal Weight { get; init; } = 1m;

    public required MetricThreshold Threshold { get; init; }
}
