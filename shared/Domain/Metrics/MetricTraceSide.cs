namespace SalesPerf.Domain.Metrics;

/// <summary>What an item added to a metric that something feeds.</summary>
internal readonly record struct TracedPart(bool IsOfTypes, decimal? Value, string? NotCounted)
{
    public static TracedPart Counted(decimal value) => new(true, value, null);

    public static TracedPart Not(string reason) => new(true, null, reason);
}

/// <summary>
/// Follows items, oldest first, through one count, sum, distinct or replied metric. Each item is asked by the definition in force on its day; what kind of
/// number it makes is said by <paramref name="metric"/>.
/// </summary>
internal sealed class MetricTraceSide(Metric metric, Func<DateOnly, bool> isIn)
{
    private readonly HashSet<(DateOnly Day, string Key)> seen = [];
    private readonly Dictionary<string, long> sent = new(StringComparer.Ordinal);
    private readonly HashSet<string> answered = new(StringComparer.Ordinal);

    public IReadOnlyList<TracedPart> Of(IReadOnlyList<CountedItem> items, Func<DateTimeOffset, MetricMatcher> matcherAt)
    {
        var found = new TracedPart[items.Count];
        var mails = new List<(int Index, string Conversation)>();
        for (var index = 0; index < items.Count; index++)
        {
            var item = items[index];
            var matcher = matcherAt(item.At);
            if (FeedOf(matcher, item) is { } feed)
            {
                var subject = item.Activity is { } activity ? matcher.SubjectOf(activity) : new MetricSubject(item.Contribution!, item.Happened!);
                found[index] = feed.Kind switch
                {
                    MetricFeedKind.Tally => Tally(feed.Rule, subject),
                    MetricFeedKind.Key => Key(feed.Rule, subject, item.Day),
                    MetricFeedKind.Sent => Sent(feed.Rule, subject, item, index, mails),
                    _ => Reply(subject, item),
                };
            }
        }

        foreach (var (index, conversation) in mails)
        {
            found[index] = TracedPart.Not(answered.Contains(conversation) ? NotCountedReasons.AnswerCounts : NotCountedReasons.NotAnswered);
        }

        return found;
    }

    private bool IsCount => metric.Measure.Kind == MetricKinds.Count;

    /// <summary>Deals feed counts and sums alone.</summary>
    private MetricFeed? FeedOf(MetricMatcher matcher, CountedItem item)
    {
        foreach (var feed in matcher.FeedsFor(item.Activity?.Type ?? item.Happened!.Type))
        {
            if (feed.Rule.Id == metric.Id && feed.Rule.IsInForce(item.Day) && IsOfKind(feed.Kind) && (item.Activity is not null || feed.Kind == MetricFeedKind.Tally))
            {
                return feed;
            }
        }

        return null;
    }

    private bool IsOfKind(MetricFeedKind kind) => kind switch
    {
        MetricFeedKind.Tally => metric.Measure.Kind is MetricKinds.Count or MetricKinds.Sum,
        MetricFeedKind.Key => metric.Measure.Kind == MetricKinds.Distinct,
        _ => metric.Measure.Kind == MetricKinds.Replied,
    };

    private TracedPart Tally(MetricRule rule, in MetricSubject subject)
    {
        if (!rule.Holds(subject))
        {
            return TracedPart.Not(NotCountedReasons.Condition);
        }

        return rule.TallyOf(subject) is { } tally ? TracedPart.Counted(IsCount ? tally.Count : tally.Sum)
            : TracedPart.Not(rule.LeavesOut(subject) ? NotCountedReasons.OtherCurrency : NotCountedReasons.NoNumber);
    }

    private TracedPart Key(MetricRule rule, in MetricSubject subject, DateOnly day)
    {
        if (!rule.Holds(subject))
        {
            return TracedPart.Not(NotCountedReasons.Condition);
        }

        return RollupKeys.Of(rule, subject) is not { } key ? TracedPart.Not(NotCountedReasons.NoValue)
            : !isIn(day) || seen.Add((metric.Measure.Per == "day" ? day : default, key)) ? TracedPart.Counted(1m)
            : TracedPart.Not(NotCountedReasons.CountedBefore);
    }

    /// <summary>Items come in order, so the first mail of a conversation is the earliest.</summary>
    private TracedPart Sent(MetricRule rule, in MetricSubject subject, CountedItem item, int index, List<(int Index, string Conversation)> mails)
    {
        if (subject.Conversation is not { Length: > 0 })
        {
            return TracedPart.Not(NotCountedReasons.NoConversation);
        }

        if (!rule.Holds(subject))
        {
            return TracedPart.Not(NotCountedReasons.Condition);
        }

        var conversation = RollupKeys.Conversation(subject);
        sent.TryAdd(conversation, item.At.UtcTicks);
        mails.Add((index, conversation));
        return default;
    }

    private TracedPart Reply(in MetricSubject subject, CountedItem item)
    {
        if (subject.Conversation is not { Length: > 0 })
        {
            return TracedPart.Not(NotCountedReasons.NoConversation);
        }

        var conversation = RollupKeys.Conversation(subject);
        return !sent.TryGetValue(conversation, out var earliest) || earliest >= item.At.UtcTicks ? TracedPart.Not(NotCountedReasons.NoMailBefore)
            : !isIn(item.Day) || answered.Add(conversation) ? TracedPart.Counted(1m)
            : TracedPart.Not(NotCountedReasons.CountedBefore);
    }
}
