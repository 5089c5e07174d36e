using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Digests;

/// <summary>Everything a digest is composed from.</summary>
public sealed record DigestInput
{
    public required string Manager { get; init; }

    /// <summary>The week that ended.</summary>
    public required Period Week { get; init; }

    /// <summary>The month that holds its middle day.</summary>
    public required Period Month { get; init; }

    /// <summary>Everybody below the manager, directly or not. The order makes no difference.</summary>
    public required IReadOnlyList<DigestPerson> People { get; init; }

    /// <summary>Definitions in force, by id.</summary>
    public required IReadOnlyDictionary<string, Metric> Metrics { get; init; }

    /// <summary>The manager's working days in the week that begins, in order.</summary>
    public IReadOnlyList<DateOnly> Days { get; init; } = [];

    /// <summary>As of now; what was expected a week ago is taken from <see cref="Previous"/>.</summary>
    public IReadOnlyList<DigestForecast> Forecasts { get; init; } = [];

    public IReadOnlyList<DigestFollowUp> FollowUps { get; init; } = [];

    /// <summary>The digest of the week before.</summary>
    public Digest? Previous { get; init; }
}

/// <summary>Somebody below the manager.</summary>
public sealed record DigestPerson
{
    public required string Id { get; init; }

    public string? Team { get; init; }

    /// <summary>True: they report to the manager themselves.</summary>
    public bool IsDirect { get; init; }

    /// <summary>Ids of the people below them.</summary>
    public IReadOnlyCollection<string> Leads { get; init; } = [];

    public Scorecard? Week { get; init; }

    /// <summary>Of the week before.</summary>
    public Scorecard? WeekBefore { get; init; }

    public Scorecard? Month { get; init; }

    /// <summary>Of the quarter that holds the week's middle day.</summary>
    public Scorecard? Quarter { get; init; }

    /// <summary>Crossings since the last digest was due.</summary>
    public IReadOnlyList<ThresholdCrossed> Crossed { get; init; } = [];

    /// <summary>Credits of the week.</summary>
    public IReadOnlyList<Credit> Won { get; init; } = [];
}
