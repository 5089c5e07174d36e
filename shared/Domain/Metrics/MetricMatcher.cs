using System.Collections.Frozen;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;

namespace SalesPerf.Domain.Metrics;

/// <summary>
/// Says which metrics a plain activity or a deal's event feeds: by the definition in force on its local day. Compiled once per set of metrics, then read by any number of threads.
/// Metrics that fail <see cref="MetricRules"/> feed nothing here rather than throwing.
/// </summary>
public sealed class MetricMatcher
{
    private readonly FrozenDictionary<string, MetricFeed[]> byType;
    private readonly FrozenDictionary<string, string[]> parts;
    private readonly IReadOnlyDictionary<string, string> currencies;

    private MetricMatcher(IReadOnlyCollection<MetricInForce> inForce, IReadOnlyDictionary<string, string> currencies)
    {
        this.currencies = currencies;
        byType = inForce
            .SelectMany(FeedsOf)
            .GroupBy(feed => feed.Type, feed => feed.Feed, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        DealPaths = [.. inForce
            .Where(one => one.Metric.Measure is { Kind: MetricKinds.Conversion or MetricKinds.Duration, FromStage: not null, ToStage: not null })
            .Select(one => new MetricRule(one))];
        parts = inForce
            .Select(one => one.Metric)
            .Where(metric => metric.Measure is { Kind: MetricKinds.Ratio, Numerator: not null, Denominator: not null })
            .GroupBy(metric => metric.Id, metric => new[] { metric.Measure.Numerator!, metric.Measure.Denominator! }, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.SelectMany(sides => sides).ToArray(), StringComparer.Ordinal);
        MaxEntries = MetricMonth.MaxEntriesOf(
            inForce.Where(one => MetricKinds.IsKeptApart(one.Metric.Measure.Kind)).Select(one => one.Metric.Id).Distinct(StringComparer.Ordinal).Count());
        ActivitiesVersion = MetricsVersion.Of(inForce.Where(one => MetricKinds.IsFedByActivities(one.Metric.Measure)), currencies);
        DealsVersion = MetricsVersion.Of(inForce.Where(one => MetricKinds.IsFedByDeals(one.Metric.Measure)));
    }

    /// <summary>Version of the metrics that plain activities feed: for the stamp of a CRM identity's rollups.</summary>
    public string ActivitiesVersion { get; }

    /// <summary>Version of the metrics that deals feed: for the stamp of a person's deal rollups.</summary>
    public string DealsVersion { get; }

    /// <summary>Entries that a distinct or replied metric keeps exactly: which metrics there are decides it, so every version has one bound.</summary>
    internal int MaxEntries { get; }

    /// <summary>Conversions and durations.</summary>
    internal IReadOnlyList<MetricRule> DealPaths { get; }

    /// <param name="metrics">Ids must be distinct.</param>
    /// <param name="currencies">Source → currency of amounts that name none. Of deals the contribution says it already.</param>
    public static MetricMatcher Compile(IEnumerable<Metric> metrics, IReadOnlyDictionary<string, string>? currencies = null) =>
        Compile(metrics.Select(metric => new MetricInForce(metric)), currencies);

    /// <param name="inForce">Of one id at most one on any day.</param>
    /// <param name="currencies">Source → currency of amounts that name none. Of deals the contribution says it already.</param>
    public static MetricMatcher Compile(IEnumerable<MetricInForce> inForce, IReadOnlyDictionary<string, string>? currencies = null) =>
        new([.. inForce.OrderBy(one => one.Metric.Id, StringComparer.Ordinal).ThenBy(one => one.From)], currencies ?? FrozenDictionary<string, string>.Empty);

    /// <summary>Ids of the metrics a plain activity feeds on its local day, by id. Deal changes feed none: their deal's history does.</summary>
    public IReadOnlyList<string> Feeds(Activity activity, DateOnly day)
    {
        if (ActivityTypes.IsDealChange(activity.Type))
        {
            return [];
        }

        var subject = SubjectOf(activity);
        return Matching(activity.Type, subject, day);
    }

    /// <summary>
    /// Ids of the counts and sums a deal's event feeds on its local day, by id. Conversions and durations need the whole history: <see cref="DealRollup"/>.
    /// </summary>
    public IReadOnlyList<string> Feeds(Contribution contribution, DealEvent happened, DateOnly day)
    {
        var subject = new MetricSubject(contribution, happened);
        return ActivityTypes.IsDealChange(happened.Type) ? Matching(happened.Type, subject, day) : [];
    }

    /// <summary>Whether a plain activity feeds a metric on its local day, either side of it when it is a ratio.</summary>
    public bool Feeds(string metric, Activity activity, DateOnly day)
    {
        var fed = Feeds(activity, day);
        return parts.TryGetValue(metric, out var sides) ? sides.Any(fed.Contains) : fed.Contains(metric);
    }

    /// <summary>The distinct and replied metrics these activities feed, in any of their definitions, whose month documents a fold needs; by id.</summary>
    public IReadOnlyList<string> KeptApart(IEnumerable<Activity> activities)
    {
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var activity in activities)
        {
            var subject = SubjectOf(activity);
            foreach (var feed in FeedsFor(activity.Type))
            {
                if (feed.Kind != MetricFeedKind.Tally && feed.Holds(subject))
                {
                    ids.Add(feed.Rule.Id);
                }
            }
        }

        return [.. ids];
    }

    internal MetricSubject SubjectOf(Activity activity) => new(activity, currencies.GetValueOrDefault(activity.Source));

    internal ReadOnlySpan<MetricFeed> FeedsFor(string type) => byType.TryGetValue(type, out var feeds) ? feeds : [];

    private List<string> Matching(string type, in MetricSubject subject, DateOnly day)
    {
        var ids = new List<string>();
        foreach (var feed in FeedsFor(type))
        {
            if (feed.Rule.IsInForce(day) && feed.Holds(subject) && (ids.Count == 0 || ids[^1] != feed.Rule.Id))
            {
                ids.Add(feed.Rule.Id);
            }
        }

        return ids;
    }

    private static IEnumerable<(string Type, MetricFeed Feed)> FeedsOf(MetricInForce one)
    {
        var rule = new MetricRule(one);
        var types = one.Metric.Measure.Types.Distinct(StringComparer.Ordinal);
        return one.Metric.Measure.Kind switch
        {
            MetricKinds.Count or MetricKinds.Sum => types.Select(type => (type, new MetricFeed(rule, MetricFeedKind.Tally))),
            MetricKinds.Distinct => Plain(types).Select(type => (type, new MetricFeed(rule, MetricFeedKind.Key))),
            MetricKinds.Replied => Plain(types)
                .DefaultIfEmpty(ActivityTypes.EmailSent)
                .Where(type => type != ActivityTypes.EmailReplied)
                .Select(type => (type, new MetricFeed(rule, MetricFeedKind.Sent)))
                .Append((ActivityTypes.EmailReplied, new MetricFeed(rule, MetricFeedKind.Reply))),
            _ => [],
        };
    }

    private static IEnumerable<string> Plain(IEnumerable<string> types) => types.Where(type => !ActivityTypes.IsDealChange(type));
}

/// <summary>How a type of activity feeds a metric.</summary>
internal sealed record MetricFeed(MetricRule Rule, MetricFeedKind Kind)
{
    /// <summary>A reply answers whichever mails match, so the conditions are not asked of it.</summary>
    public bool Holds(in MetricSubject subject) => Kind switch
    {
        MetricFeedKind.Tally => Rule.Holds(subject) && Rule.TallyOf(subject) is not null,
        MetricFeedKind.Key => Rule.Holds(subject) && RollupKeys.Of(Rule, subject) is not null,
        MetricFeedKind.Sent => subject.Conversation is { Length: > 0 } && Rule.Holds(subject),
        _ => subject.Conversation is { Length: > 0 },
    };
}

internal enum MetricFeedKind
{
    Tally,
    Key,
    Sent,
    Reply,
}
