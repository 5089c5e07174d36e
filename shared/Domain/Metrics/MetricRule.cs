namespace SalesPerf.Domain.Metrics;

/// <summary>A metric that something feeds, made ready for matching.</summary>
internal sealed class MetricRule
{
    private readonly ConditionTest[] where;

    public MetricRule(Metric metric)
    {
        Id = metric.Id;
        Kind = metric.Measure.Kind;
        Per = metric.Measure.Per;
        Field = metric.Measure.Field is { } name ? MetricField.Of(name) : null;
        FromStage = metric.Measure.FromStage;
        ToStage = metric.Measure.ToStage;
        where = [.. metric.Measure.Where.Select(condition => new ConditionTest(condition))];
        StartedPart = RollupParts.Started(Id);
        ReachedPart = RollupParts.Reached(Id);
    }

    public string Id { get; }

    public string Kind { get; }

    public string? Per { get; }

    public MetricField? Field { get; }

    public string? FromStage { get; }

    public string? ToStage { get; }

    public string StartedPart { get; }

    public string ReachedPart { get; }

    public bool Holds(in MetricSubject subject)
    {
        foreach (var condition in where)
        {
            if (!condition.Holds(subject))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What one match adds to a count or sum; null when a sum's field holds no number.</summary>
    public Tally? TallyOf(in MetricSubject subject) => Kind switch
    {
        MetricKinds.Count => new Tally(1, 0m),
        MetricKinds.Sum when Field is { } field && subject.Number(field) is { } number => new Tally(1, number),
        _ => null,
    };
}
