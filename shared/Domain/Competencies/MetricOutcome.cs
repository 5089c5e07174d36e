using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Competencies;

/// <summary>What can be said of one metric now: targets and attainment exact, to be rounded where they are written down.</summary>
internal sealed record MetricOutcome(Fraction? Target, Fraction? Expected, Fraction? Pace, Fraction? Attainment, string Colour, string? Grey)
{
    private const decimal PaceFromShare = 0.20m;
    private const decimal PaceFromCount = 5m;

    public static MetricOutcome Of(Metric? metric, MetricValue value, MetricThreshold? threshold, ScorecardInput input, ScorecardDays days)
    {
        if (metric is null || threshold is null || TargetOf(metric, threshold, input) is not { } target)
        {
            return Unknown(null, GreyReasons.NoTarget);
        }

        if (!MetricFeeds.Has(metric, input.Metrics, input.Feeds) || (metric.Measure.Kind == MetricKinds.Entered && value.Value is null))
        {
            return Unknown(target, GreyReasons.NoFeed);
        }

        if (days.Active == 0m)
        {
            return Unknown(target, GreyReasons.NoActiveDay);
        }

        if (target == 0m && metric.Direction != "inRange")
        {
            return Unknown(target, GreyReasons.NoTarget);
        }

        if (MetricValues.Exact(metric, value) is not { } actual || (metric.Measure.Kind is MetricKinds.Ratio or MetricKinds.Conversion && value.Denominator < metric.Measure.MinDenominator))
        {
            return Unknown(target, GreyReasons.MinDenominator);
        }

        return MetricKinds.Accumulates(metric.Measure.Kind) && days.IsOpen
            ? Open(metric, value, actual, threshold, target, input, days)
            : new MetricOutcome(
                target, null, null, Attainments.Of(metric, actual, target), Attainments.Colour(metric, threshold, actual, target), null);
    }

    /// <summary>True once enough of the period is over to compare what accumulates with its pace.</summary>
    /// <param name="kind">The metric's kind.</param>
    /// <param name="elapsed">Active days over.</param>
    /// <param name="active">Active days of the period.</param>
    /// <param name="expected">The pace target.</param>
    /// <param name="size">For sums: what <paramref name="events"/> add up to; their mean turns an expected sum into an expected count.</param>
    /// <param name="events">For sums: how many; without any nothing is shown.</param>
    public static bool ShowsPace(string kind, decimal elapsed, decimal active, Fraction expected, decimal size, long events) =>
        active > 0m
        && elapsed >= active * PaceFromShare
        && (kind == MetricKinds.Sum ? size > 0m && expected * (decimal)events >= PaceFromCount * (Fraction)size : expected >= PaceFromCount);

    /// <summary>Of this period, or of the one before while there is nothing yet.</summary>
    private static (decimal Size, long Events) SizeOf(MetricValue value, ScorecardInput input)
    {
        var before = value.Value > 0m ? null : input.Previous?.Metrics.FirstOrDefault(cell => cell.Metric == value.Metric);
        return before is null ? (value.Value ?? 0m, value.Events) : (before.Value ?? 0m, before.Events);
    }

    private static MetricOutcome Unknown(Fraction? target, string reason) => new(target, null, null, null, Colours.Grey, reason);

    /// <summary>Null: none. 0 is a target that proration left nothing of, and what inRange has instead of one.</summary>
    private static Fraction? TargetOf(Metric metric, MetricThreshold threshold, ScorecardInput input)
    {
        var isInRange = metric.Direction == "inRange";
        if ((!isInRange && threshold.Target is null or <= 0m) || PeriodKinds.Parse(threshold.Period) is not { } kind)
        {
            return null;
        }

        var scales = MetricKinds.Prorates(metric.Measure.Kind) && !isInRange && threshold.Bounds != "absolute";
        if (MetricKinds.Accumulates(metric.Measure.Kind) && !scales && kind != input.Period.Kind)
        {
            return null;
        }

        return isInRange ? 0
            : MetricKinds.Prorates(metric.Measure.Kind) ? input.Time.Prorate(threshold.Target!.Value, kind, input.Period.Start, input.Period.End)
            : (Fraction)threshold.Target!.Value;
    }

    /// <summary>
    /// Ranges have no pace, and absolute bounds are never scaled: until the end they tell only what can no longer change for the better or worse.
    /// </summary>
    private static MetricOutcome Open(Metric metric, MetricValue value, Fraction actual, MetricThreshold threshold, Fraction target, ScorecardInput input, ScorecardDays days)
    {
        if (metric.Direction == "inRange")
        {
            return new MetricOutcome(target, null, null, Attainments.Of(metric, actual, target), Colours.Grey, GreyReasons.NotYet);
        }

        var expected = target * days.Elapsed / days.Active;
        var (size, events) = SizeOf(value, input);
        var isShown = threshold.Bounds != "absolute" && ShowsPace(metric.Measure.Kind, days.Elapsed, days.Active, expected, size, events);
        if (isShown)
        {
            return new MetricOutcome(
                target, expected, expected, Attainments.Of(metric, actual, expected), Attainments.Colour(metric, threshold, actual, expected), null);
        }

        var colour = Attainments.Colour(metric, threshold, actual, target);
        var isSettled = colour == (metric.Direction == "lowerIsBetter" ? Colours.Red : Colours.Green);
        return new MetricOutcome(
            target, expected, null, Attainments.Of(metric, actual, target), isSettled ? colour : Colours.Grey, isSettled ? null : GreyReasons.NotYet);
    }
}

/// <summary>The person's days in a period.</summary>
internal sealed record ScorecardDays(int Working, decimal Active, decimal Elapsed, bool IsOpen)
{
    public static ScorecardDays Of(ScorecardInput input)
    {
        var isOpen = input.Today < input.Period.End;
        var active = input.Time.ActiveDays(input.Period.Start, input.Period.End);
        return new ScorecardDays(
            input.Time.WorkingDays(input.Period.Start, input.Period.End),
            active,
            isOpen ? input.Time.ActiveDays(input.Period.Start, input.Today) : active,
            isOpen);
    }
}
