using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;

namespace SalesPerf.Domain.Metrics;

/// <summary>
/// Says of single activities and deal events what they added to a metric, by the very rules that the rollups are counted by. Where several items share one
/// thing that counts once (the same account, two answers in one conversation) the earliest bears it. Give it everything of the person once, in any order.
/// </summary>
public sealed class MetricTrace
{
    private readonly Metric metric;
    private readonly IReadOnlyList<Metric> parts;
    private readonly Func<DateTimeOffset, (MetricMatcher Matcher, DateOnly Day)> meter;
    private readonly DateOnly start;
    private readonly DateOnly end;
    private readonly List<CountedItem> taken = [];
    private readonly List<CountedItem> paths = [];

    /// <param name="metric">Of what.</param>
    /// <param name="parts">What it is made of: of a ratio the numerator and the denominator, of anything else itself.</param>
    /// <param name="meter">How the person's activities are counted at an instant, and their local day.</param>
    /// <param name="start">The first local day.</param>
    /// <param name="end">The day after the last.</param>
    public MetricTrace(Metric metric, IReadOnlyList<Metric> parts, Func<DateTimeOffset, (MetricMatcher Matcher, DateOnly Day)> meter, DateOnly start, DateOnly end)
    {
        this.metric = metric;
        this.meter = meter;
        this.start = start;
        this.end = end;
        this.parts = parts;
    }

    /// <summary>How many items are kept.</summary>
    public int Count => taken.Count + paths.Count;

    /// <summary>Keeps an activity of one of the metric's types. Replied metrics need those of <see cref="RollupMonths.CoveringReplies"/>, others those of the days.</summary>
    public void Add(Activity activity)
    {
        var (matcher, day) = meter(activity.OccurredAt);
        if (!ActivityTypes.IsDealChange(activity.Type) && IsOfTypes(matcher, activity.Type, day))
        {
            taken.Add(new CountedItem { Activity = activity, At = activity.OccurredAt, Day = day });
        }
    }

    /// <summary>Keeps what the metric asks of a deal's history.</summary>
    public void Add(Contribution contribution)
    {
        foreach (var happened in contribution.Events)
        {
            var (matcher, day) = meter(happened.At);
            if (!IsIn(day))
            {
                continue;
            }

            if (IsOfTypes(matcher, happened.Type, day))
            {
                taken.Add(Item(contribution, happened, day));
            }

            foreach (var rule in matcher.DealPaths.Where(rule => rule.Id == metric.Id && rule.Kind == metric.Measure.Kind && rule.IsInForce(day)))
            {
                Follow(contribution, happened, day, rule);
            }
        }
    }

    /// <summary>The items of the days, oldest first.</summary>
    public IReadOnlyList<CountedItem> Items()
    {
        var ordered = taken.OrderBy(item => item.At).ThenBy(item => item.Id.Source, StringComparer.Ordinal).ThenBy(item => item.Id.Key, StringComparer.Ordinal).ToList();
        var sides = parts.Select(part => new MetricTraceSide(part, IsIn).Of(ordered, at => meter(at).Matcher)).ToList();
        var counted = ordered
            .Select((item, index) => metric.Measure.Kind == MetricKinds.Ratio && sides.Count == 2 ? Divided(item, sides[0][index], sides[1][index]) : Whole(item, sides[0][index]))
            .Where((item, index) => IsIn(item.Day) && sides.Any(side => side[index].IsOfTypes));
        return [.. counted.Concat(paths).OrderBy(item => item.At).ThenBy(item => item.Id.Source, StringComparer.Ordinal).ThenBy(item => item.Id.Key, StringComparer.Ordinal)];
    }

    private void Follow(Contribution contribution, DealEvent happened, DateOnly day, MetricRule rule)
    {
        if (DealRollup.PathOf(contribution, rule) is not var (entered, reached))
        {
            return;
        }

        if (rule.Kind == MetricKinds.Conversion)
        {
            if (ReferenceEquals(happened, entered))
            {
                paths.Add(Item(contribution, happened, day) with { Numerator = reached is null ? 0m : 1m, Denominator = 1m });
            }
        }
        else if (ReferenceEquals(happened, reached))
        {
            paths.Add(Item(contribution, happened, day) with { Numerator = DealRollup.DaysBetween(entered, reached), Denominator = 1m });
        }
        else if (ReferenceEquals(happened, entered) && reached is null)
        {
            paths.Add(Item(contribution, happened, day) with { NotCounted = NotCountedReasons.NotArrived });
        }
    }

    private static CountedItem Item(Contribution contribution, DealEvent happened, DateOnly day) =>
        new() { Contribution = contribution, Happened = happened, At = happened.At, Day = day };

    private static CountedItem Whole(CountedItem item, TracedPart part) => item with { Value = part.Value, NotCounted = part.NotCounted };

    private static CountedItem Divided(CountedItem item, TracedPart above, TracedPart below) => item with
    {
        Numerator = above.Value,
        Denominator = below.Value,
        NotCounted = above.Value is null && below.Value is null ? below.NotCounted ?? above.NotCounted : null,
    };

    private bool IsOfTypes(MetricMatcher matcher, string type, DateOnly day)
    {
        foreach (var feed in matcher.FeedsFor(type))
        {
            if (feed.Rule.IsInForce(day) && parts.Any(part => part.Id == feed.Rule.Id))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsIn(DateOnly day) => start <= day && day < end;
}
