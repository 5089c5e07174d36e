using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Metrics;

/// <summary>
/// Values of metrics from rollups: those of all of a person's CRM identities and the person's deal rollups, merged.
/// </summary>
/// <remarks>
/// A reply counts when a matching mail of the same conversation was sent before it, in one of the months read: those of the period and the
/// <see cref="RollupMonths.ReplyLookBack"/> before it. A conversation counts once per period, in the period of its reply, so that the months of
/// a quarter may add up to more than the quarter.
/// </remarks>
public static class MetricValues
{
    /// <summary>The value of every metric, by id. Nothing stored is zero for counts, and unknown for quotients.</summary>
    /// <param name="metrics">Definitions; ratios need those of both sides.</param>
    /// <param name="sets">Months from <see cref="RollupMonths.Covering"/> (with replied metrics <see cref="RollupMonths.CoveringReplies"/>), in any order, each once. Others are passed over.</param>
    /// <param name="start">The first local day.</param>
    /// <param name="end">The day after the last.</param>
    /// <param name="entered">Values of entered metrics for the period.</param>
    public static SortedDictionary<string, MetricValue> Of(
        IReadOnlyCollection<Metric> metrics,
        IReadOnlyCollection<RollupSet> sets,
        DateOnly start,
        DateOnly end,
        IReadOnlyDictionary<string, decimal>? entered = null)
    {
        var totals = Totals(sets, start, end);
        var values = new SortedDictionary<string, MetricValue>(StringComparer.Ordinal);
        foreach (var metric in metrics.Where(metric => metric.Measure.Kind != MetricKinds.Ratio))
        {
            values[metric.Id] = metric.Measure.Kind switch
            {
                MetricKinds.Count => Plain(metric, totals.GetValueOrDefault(metric.Id), tally => tally.Count),
                MetricKinds.Sum => Plain(metric, totals.GetValueOrDefault(metric.Id), tally => tally.Sum) with { LeftOut = totals.GetValueOrDefault(RollupParts.LeftOut(metric.Id)).Count },
                MetricKinds.Distinct => DistinctValues.Of(metric, sets, start, end),
                MetricKinds.Replied => RepliedValues.Of(metric, sets, start, end),
                MetricKinds.Conversion => Conversion(metric, totals),
                MetricKinds.Duration => Duration(metric, totals.GetValueOrDefault(metric.Id)),
                MetricKinds.Entered => new MetricValue { Metric = metric.Id, Value = Entered(metric.Id, entered) },
                _ => new MetricValue { Metric = metric.Id },
            };
        }

        foreach (var metric in metrics.Where(metric => metric.Measure.Kind == MetricKinds.Ratio))
        {
            values[metric.Id] = Ratio(metric, Side(metric.Measure.Numerator), Side(metric.Measure.Denominator));
        }

        return values;

        MetricValue? Side(string? id) => id is not null && values.TryGetValue(id, out var value) ? value : null;
    }

    /// <summary>A quotient in the metric's unit; null when there is nothing to divide by or the result is beyond any sensible number.</summary>
    public static decimal? Quotient(Metric metric, decimal? numerator, decimal? denominator)
    {
        if (numerator is not { } above || denominator is null or 0m || Math.Abs(above) > MetricNumber.Max * Math.Min(1m, Math.Abs(denominator.Value)))
        {
            return null;
        }

        return (IsPercent(metric) ? 100m * above : above) / denominator;
    }

    /// <summary>The value as it is compared with bounds: of quotients the exact one, which no decimal may hold.</summary>
    public static Fraction? Exact(Metric metric, MetricValue value) => Exact(metric, value.Value, value.Numerator, value.Denominator);

    internal static Fraction? Exact(Metric metric, decimal? value, decimal? numerator, decimal? denominator) => (value, numerator, denominator) switch
    {
        (null, _, _) => null,
        (_, { } above, { } below) when below != 0m => (Fraction)(IsPercent(metric) ? 100 : 1) * above / below,
        ({ } plain, _, _) => plain,
    };

    private static bool IsPercent(Metric metric) => metric is { Unit: "%", Measure.Kind: MetricKinds.Ratio or MetricKinds.Conversion };

    private static Dictionary<string, Tally> Totals(IReadOnlyCollection<RollupSet> sets, DateOnly start, DateOnly end)
    {
        var totals = new Dictionary<string, Tally>(StringComparer.Ordinal);
        foreach (var (day, parts) in sets.SelectMany(set => set.Rollup.Days))
        {
            if (day < start || day >= end)
            {
                continue;
            }

            foreach (var (part, tally) in parts)
            {
                totals[part] = totals.GetValueOrDefault(part) + tally;
            }
        }

        return totals;
    }

    private static MetricValue Plain(Metric metric, Tally tally, Func<Tally, decimal> value) =>
        new() { Metric = metric.Id, Value = value(tally), Events = tally.Count };

    private static MetricValue Conversion(Metric metric, Dictionary<string, Tally> totals)
    {
        var started = totals.GetValueOrDefault(RollupParts.Started(metric.Id)).Count;
        var reached = totals.GetValueOrDefault(RollupParts.Reached(metric.Id)).Count;
        return new MetricValue
        {
            Metric = metric.Id,
            Value = Quotient(metric, reached, started),
            Numerator = reached,
            Denominator = started,
            Events = started,
        };
    }

    private static MetricValue Duration(Metric metric, Tally tally) => new()
    {
        Metric = metric.Id,
        Value = Quotient(metric, tally.Sum, tally.Count),
        Numerator = tally.Sum,
        Denominator = tally.Count,
        Events = tally.Count,
    };

    private static MetricValue Ratio(Metric metric, MetricValue? numerator, MetricValue? denominator) => new()
    {
        Metric = metric.Id,
        Value = Quotient(metric, numerator?.Value, denominator?.Value),
        Numerator = numerator?.Value,
        Denominator = denominator?.Value,
        IsEstimated = numerator?.IsEstimated == true || denominator?.IsEstimated == true,
    };

    private static decimal? Entered(string metric, IReadOnlyDictionary<string, decimal>? entered) =>
        entered is not null && entered.TryGetValue(metric, out var value) ? MetricNumber.Bounded(value) : null;
}
