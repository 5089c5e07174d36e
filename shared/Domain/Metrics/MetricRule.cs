namespace SalesPerf.Domain.Metrics;

/// <summary>A metric that something feeds, made ready for matching.</summary>
internal sealed class MetricRule
{
    private readonly ConditionTest[] where;
    private readonly DateOnly from;
    private readonly DateOnly? until;

    public MetricRule(MetricInForce inForce)
    {
        (var metric, from, until) = (inForce.Metric, inForce.From ?? DateOnly.MinValue, inForce.Until);
        Id = metric.Id;
        Kind = metric.Measure.Kind;
        Per = metric.Measure.Per;
        Field = metric.Measure.Field is { } name ? MetricField.Of(name) : null;
        FromStage = metric.Measure.FromStage;
        ToStage = metric.Measure.ToStage;
        where = [.. metric.Measure.Where.Select(condition => new ConditionTest(condition))];
        StartedPart = RollupParts.Started(Id);
        ReachedPart = RollupParts.Reached(Id);
        LeftOutPart = RollupParts.LeftOut(Id);
        Currency = MetricKinds.CurrencyOf(metric);
    }

    public string Id { get; }

    public string Kind { get; }

    public string? Per { get; }

    public MetricField? Field { get; }

    public string? FromStage { get; }

    public string? ToStage { get; }

    public string StartedPart { get; }

    public string ReachedPart { get; }

    public string LeftOutPart { get; }

    /// <summary>The only currency that is added; null adds whatever comes.</summary>
    public string? Currency { get; }

    public bool IsInForce(DateOnly day) => day >= from && (until is null || day < until);

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

    /// <summary>What one match adds to a count or sum; null when a sum's field holds no number, or one in another currency.</summary>
    public Tally? TallyOf(in MetricSubject subject) => Kind switch
    {
        MetricKinds.Count => new Tally(1, 0m),
        MetricKinds.Sum when !IsForeign(subject) && Field is { } field && subject.Number(field) is { } number => new Tally(1, number),
        _ => null,
    };

    /// <summary>Matches, and is not added since it is in another currency. What names none is taken to be in the metric's.</summary>
    public bool LeavesOut(in MetricSubject subject) => IsForeign(subject) && subject.Number(Field!.Value) is not null && Holds(subject);

    private bool IsForeign(in MetricSubject subject) => Currency is not null && subject.Currency is { Length: > 0 } other && other != Currency;
}
