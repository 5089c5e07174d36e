using SalesPerf.Domain.Activities;

namespace SalesPerf.Domain.Metrics;

/// <summary>What a fold gives: the month, and the separate months that changed.</summary>
/// <param name="Rollup">The new month.</param>
/// <param name="MetricMonths">Only those that differ from what was given, by metric.</param>
public sealed record RollupChange(MonthRollup Rollup, IReadOnlyList<MetricMonth> MetricMonths);

/// <summary>
/// Adds new activities of one CRM identity and one UTC month to its rollups. The result is the same for any order and any split into batches,
/// and for a rebuild from nothing. Every activity must be given exactly once over all calls: that is what creating its document ensures.
/// </summary>
public static class RollupFold
{
    /// <param name="existing">The stored month; null for none, or to rebuild it from all its activities.</param>
    /// <param name="existingMetricMonths">The stored months of at least the metrics that <see cref="MetricMatcher.KeptApart"/> names; none for a rebuild. Those under another stamp count as absent.</param>
    /// <param name="activities">Of this identity and month. Deal changes feed nothing here.</param>
    /// <param name="matcher">The metrics in force on the month's days.</param>
    /// <param name="localDay">The local day of an instant where the person was at that time.</param>
    /// <param name="stamp">What <paramref name="matcher"/> and <paramref name="localDay"/> stand for: <see cref="RollupStamp"/>.</param>
    /// <param name="month">The UTC month, <c>yyyy-MM</c>.</param>
    /// <exception cref="ArgumentException">The stored month has another stamp or month (rebuild it instead), or an activity lies in another month.</exception>
    public static RollupChange Apply(
        MonthRollup? existing,
        IReadOnlyList<MetricMonth> existingMetricMonths,
        IEnumerable<Activity> activities,
        MetricMatcher matcher,
        Func<DateTimeOffset, DateOnly> localDay,
        string stamp,
        string month)
    {
        if (existing is not null && (existing.Stamp != stamp || existing.Month != month))
        {
            throw new ArgumentException("A rollup is continued under its own stamp and month only.", nameof(existing));
        }

        var days = new SortedDictionary<DateOnly, SortedDictionary<string, Tally>>();
        var apart = new SortedDictionary<string, MetricMonthFold>(StringComparer.Ordinal);
        foreach (var activity in activities)
        {
            if (RollupMonths.Of(activity.OccurredAt) != month)
            {
                throw new ArgumentException("An activity lies in another month.", nameof(activities));
            }

            if (!ActivityTypes.IsDealChange(activity.Type))
            {
                Take(activity, matcher, localDay, days, apart);
            }
        }

        var before = existing ?? new MonthRollup { Stamp = stamp, Month = month };
        var after = days.Count == 0 ? before : before.Plus(days);
        return new RollupChange(after, Changed(existingMetricMonths, apart, matcher.MaxEntries, stamp, month));
    }

    private static void Take(
        Activity activity,
        MetricMatcher matcher,
        Func<DateTimeOffset, DateOnly> localDay,
        SortedDictionary<DateOnly, SortedDictionary<string, Tally>> days,
        SortedDictionary<string, MetricMonthFold> apart)
    {
        var feeds = matcher.FeedsFor(activity.Type);
        if (feeds.IsEmpty)
        {
            return;
        }

        var subject = matcher.SubjectOf(activity);
        var day = localDay(activity.OccurredAt);
        foreach (var feed in feeds)
        {
            if (!feed.Rule.IsInForce(day))
            {
                continue;
            }

            if (!feed.Holds(subject))
            {
                if (feed.Rule.LeavesOut(subject))
                {
                    DayTallies.Add(days, day, feed.Rule.LeftOutPart, new Tally(1, 0m));
                }

                continue;
            }

            if (feed.Kind == MetricFeedKind.Tally)
            {
                DayTallies.Add(days, day, feed.Rule.Id, feed.Rule.TallyOf(subject)!.Value);
                continue;
            }

            if (!apart.TryGetValue(feed.Rule.Id, out var fold))
            {
                apart[feed.Rule.Id] = fold = new MetricMonthFold();
            }

            fold.Take(feed, subject, activity.OccurredAt, day);
        }
    }

    private static List<MetricMonth> Changed(
        IReadOnlyList<MetricMonth> existing,
        SortedDictionary<string, MetricMonthFold> apart,
        int maxEntries,
        string stamp,
        string month)
    {
        var changed = new List<MetricMonth>();
        foreach (var (metric, fold) in apart)
        {
            var stored = existing.FirstOrDefault(candidate => candidate.Metric == metric && candidate.Stamp == stamp && candidate.Month == month);
            var after = fold.Apply(stored ?? new MetricMonth { Stamp = stamp, Metric = metric, Month = month }, maxEntries);
            if (!ReferenceEquals(stored, after))
            {
                changed.Add(after);
            }
        }

        return changed;
    }
}
