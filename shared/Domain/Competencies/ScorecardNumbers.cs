using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Competencies;

/// <summary>The numbers of a scorecard: values, targets, attainments, scores. Colours are not its business.</summary>
internal sealed class ScorecardNumbers
{
    private ScorecardNumbers(ScorecardInput input, ScorecardDays days, IReadOnlyDictionary<string, MetricOutcome> outcomes)
    {
        Input = input;
        Days = days;
        Outcomes = outcomes;
    }

    public ScorecardInput Input { get; }

    public ScorecardDays Days { get; }

    /// <summary>By metric id, in that order.</summary>
    public IReadOnlyDictionary<string, MetricOutcome> Outcomes { get; }

    public static ScorecardNumbers Of(ScorecardInput input)
    {
        var days = ScorecardDays.Of(input);
        var outcomes = new SortedDictionary<string, MetricOutcome>(StringComparer.Ordinal);
        foreach (var id in MetricsOf(input))
        {
            outcomes[id] = MetricOutcome.Of(
                input.Metrics.GetValueOrDefault(id), ValueOf(input, id), input.Thresholds.GetValueOrDefault(id)?.Content, input, days);
        }

        return new ScorecardNumbers(input, days, outcomes);
    }

    /// <summary>The scorecard with these numbers; <paramref name="cell"/> adds to each cell what is not a number.</summary>
    public Scorecard Write(DateTimeOffset now, Func<ScorecardMetric, MetricOutcome, ScorecardMetric> cell)
    {
        var competencies = (Input.Role?.Competencies ?? []).Select(ScoreOf).ToList();
        return new Scorecard
        {
            Person = Input.Person,
            Period = Input.Period.Id,
            Kind = Input.Period.Kind.Word(),
            Start = Input.Period.Start,
            End = Input.Period.End,
            Role = Input.Role?.Id,
            RoleVersion = Input.RoleVersion,
            WorkingDays = Days.Working,
            ActiveDays = Days.Active,
            ElapsedDays = Days.Elapsed,
            Metrics = [.. Outcomes.Select(outcome => cell(CellOf(outcome.Key, outcome.Value), outcome.Value))],
            Competencies = [.. competencies.Select(scored => scored.Competency with { Score = Rounded(scored.Exact) })],
            Composite = Rounded(Mean(competencies.Select(scored => (scored.Exact, scored.Competency.Weight)))),
            Inputs = Input.Inputs,
            ValuesAt = now,
        };
    }

    /// <summary>Those of the role's competencies, its outcomes, and what is expected of the person alone.</summary>
    private static IEnumerable<string> MetricsOf(ScorecardInput input) =>
        input.Thresholds.Keys.Concat((input.Role?.Accountabilities ?? []).Select(result => result.OutcomeMetric).OfType<string>());

    private static MetricValue ValueOf(ScorecardInput input, string metric) =>
        input.Values.TryGetValue(metric, out var value) ? value : new MetricValue { Metric = metric };

    private ScorecardMetric CellOf(string id, MetricOutcome outcome)
    {
        var value = ValueOf(Input, id);
        return new ScorecardMetric
        {
            Metric = id,
            Value = value.Value,
            Numerator = value.Numerator,
            Denominator = value.Denominator,
            Events = value.Events,
            LeftOut = value.LeftOut,
            IsEstimated = value.IsEstimated,
            Threshold = Input.Thresholds.GetValueOrDefault(id),
            Target = Input.Metrics.GetValueOrDefault(id)?.Direction == "inRange" ? null : Rounded(outcome.Target),
            ExpectedToDate = Rounded(outcome.Expected),
            PaceTarget = Rounded(outcome.Pace),
            Attainment = Rounded(outcome.Attainment),
            NotCounted = outcome.Grey,
        };
    }

    private (CompetencyScore Competency, Fraction? Exact) ScoreOf(People.Competency competency)
    {
        var parts = competency.Metrics.Select(part => new CompetencyPart(part.Threshold.Metric, part.Weight)).ToList();
        var score = Mean(parts.Select(part => (Outcomes.GetValueOrDefault(part.Metric) is { Grey: null } known ? known.Attainment : null, part.Weight)));
        return (new CompetencyScore { Id = competency.Id, Name = competency.Name, Weight = competency.Weight, Metrics = parts }, score);
    }

    /// <summary>Unknown ones are out of numerator and denominator.</summary>
    private static Fraction? Mean(IEnumerable<(Fraction? Value, decimal Weight)> parts)
    {
        var (sum, weights) = ((Fraction)0, 0m);
        foreach (var (value, weight) in parts)
        {
            if (value is { } known)
            {
                sum += known * weight;
                weights += weight;
            }
        }

        return weights > 0m ? sum / weights : null;
    }

    private static decimal? Rounded(Fraction? value) => value?.Rounded(6);
}
