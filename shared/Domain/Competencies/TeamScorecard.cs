using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Competencies;

/// <summary>
/// How a team stands in one period: sums of what its members did and owe, never a mean of their percentages. Composed from their scorecards at reading.
/// </summary>
public sealed record TeamScorecard
{
    public required string Team { get; init; }

    public required string Period { get; init; }

    /// <summary>Members with a scorecard.</summary>
    public required int Members { get; init; }

    /// <summary>By metric id.</summary>
    public IReadOnlyList<TeamMetric> Metrics { get; init; } = [];

    /// <param name="team">The team's id.</param>
    /// <param name="period">The period's id.</param>
    /// <param name="members">Scorecards of that period, one a person.</param>
    /// <param name="metrics">Definitions in force, by id; metrics without one are left out.</param>
    /// <exception cref="ArgumentException">A scorecard is of another period.</exception>
    public static TeamScorecard Combine(
        string team,
        string period,
        IReadOnlyList<Scorecard> members,
        IReadOnlyDictionary<string, Metric> metrics)
    {
        if (members.Any(member => member.Period != period))
        {
            throw new ArgumentException("A scorecard is of another period.", nameof(members));
        }

        var owned = members
            .SelectMany(member => member.Metrics.Where(IsOwned).Select(cell => (Member: member, Cell: cell)))
            .GroupBy(owner => owner.Cell.Metric, StringComparer.Ordinal)
            .OrderBy(owners => owners.Key, StringComparer.Ordinal);
        return new TeamScorecard
        {
            Team = team,
            Period = period,
            Members = members.Count,
            Metrics = [.. owned
                .Where(owners => metrics.ContainsKey(owners.Key))
                .Select(owners => TeamMetrics.Of(metrics[owners.Key], [.. owners]))],
        };
    }

    /// <summary>Something is expected of the member, and something could be known.</summary>
    private static bool IsOwned(ScorecardMetric cell) =>
        cell.Threshold is not null && cell.NotCounted is not (GreyReasons.NoTarget or GreyReasons.NoFeed);
}

/// <summary>A metric of a team.</summary>
public sealed record TeamMetric
{
    public required string Metric { get; init; }

    /// <summary>Members who own the metric: a target applies to them. Only their values count.</summary>
    public required int Owners { get; init; }

    /// <summary>Σ values; for ratios, conversions and durations Σ numerators ÷ Σ denominators. Null: unknown, or entered shares that cannot be added.</summary>
    public decimal? Value { get; init; }

    public decimal? Numerator { get; init; }

    public decimal? Denominator { get; init; }

    /// <summary>Σ targets; for quotients what the team would show if every member were on target: Σ target × denominator ÷ Σ denominators.</summary>
    public decimal? Target { get; init; }

    /// <summary>Σ expected to date while the period is open, under the same conditions as a person's.</summary>
    public decimal? PaceTarget { get; init; }

    /// <summary>In per cent, 6 decimals; null is unknown.</summary>
    public decimal? Attainment { get; init; }

    /// <summary>True when a member's value is an estimate.</summary>
    public bool IsEstimated { get; init; }
}

/// <summary>How members' cells of one metric are added.</summary>
internal static class TeamMetrics
{
    public static TeamMetric Of(Metric metric, IReadOnlyList<(Scorecard Member, ScorecardMetric Cell)> owners)
    {
        var isQuotient = metric.Measure.Kind is MetricKinds.Ratio or MetricKinds.Conversion or MetricKinds.Duration;
        var combined = new TeamMetric
        {
            Metric = metric.Id,
            Owners = owners.Count,
            IsEstimated = owners.Any(owner => owner.Cell.IsEstimated),
        };
        combined = isQuotient ? Quotient(metric, owners, combined) : Sum(metric, owners, combined);
        return combined with { Attainment = AttainmentOf(metric, combined) };
    }

    private static TeamMetric Sum(Metric metric, IReadOnlyList<(Scorecard Member, ScorecardMetric Cell)> owners, TeamMetric combined)
    {
        if (metric is { Unit: "%", Measure.Kind: MetricKinds.Entered })
        {
            return combined;
        }

        var value = owners.Sum(owner => owner.Cell.Value ?? 0m);
        return combined with
        {
            Value = value,
            Target = metric.Direction == "inRange" ? null : owners.Sum(owner => owner.Cell.Target ?? 0m),
            PaceTarget = Pace(metric, owners, value),
        };
    }

    private static decimal? Pace(Metric metric, IReadOnlyList<(Scorecard Member, ScorecardMetric Cell)> owners, decimal value)
    {
        if (owners.All(owner => owner.Cell.ExpectedToDate is null) || owners.Any(owner => owner.Cell.Threshold!.Content.Bounds == "absolute"))
        {
            return null;
        }

        var expected = owners.Sum(owner => owner.Cell.ExpectedToDate ?? 0m);
        var elapsed = owners.Sum(owner => owner.Member.ElapsedDays);
        var active = owners.Sum(owner => owner.Member.ActiveDays);
        var events = owners.Sum(owner => owner.Cell.Events);
        return MetricOutcome.ShowsPace(metric.Measure.Kind, elapsed, active, expected, value, events) ? expected : null;
    }

    private static TeamMetric Quotient(Metric metric, IReadOnlyList<(Scorecard Member, ScorecardMetric Cell)> owners, TeamMetric combined)
    {
        var numerator = owners.Sum(owner => owner.Cell.Numerator ?? 0m);
        var denominator = owners.Sum(owner => owner.Cell.Denominator ?? 0m);
        var onTarget = owners.Sum(owner => (owner.Cell.Target ?? 0m) * (owner.Cell.Denominator ?? 0m));
        return combined with
        {
            Value = MetricValues.Quotient(metric, numerator, denominator),
            Numerator = numerator,
            Denominator = denominator,
            Target = metric.Direction == "inRange" || denominator == 0m ? null : Rounding.HalfAway(onTarget / denominator, 6),
        };
    }

    private static decimal? AttainmentOf(Metric metric, TeamMetric combined)
    {
        var target = combined.PaceTarget ?? combined.Target;
        if (MetricValues.Exact(metric, combined.Value, combined.Numerator, combined.Denominator) is not { } value
            || (metric.Direction != "inRange" && target is null or <= 0m)
            || (metric.Measure.Kind is MetricKinds.Ratio or MetricKinds.Conversion && combined.Denominator < metric.Measure.MinDenominator))
        {
            return null;
        }

        var people = MetricKinds.Accumulates(metric.Measure.Kind) ? combined.Owners : 1;
        return Attainments.Of(metric, value, target ?? 0m, people).Rounded(6);
    }
}
