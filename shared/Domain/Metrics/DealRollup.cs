using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;

namespace SalesPerf.Domain.Metrics;

/// <summary>
/// What one deal adds to a person's deal rollups. A handler that replaces a contribution takes the old one's tallies out and puts the new one's in.
/// </summary>
/// <remarks>
/// A contribution holds what happened while the person owned the deal, so a stage entered or reached under another owner counts for that owner only.
/// A deal enters a stage when it is created in it or moved to it. Conversions count on the local day the deal first entered the first stage, also when it
/// reaches the second one months later; durations on the day it first reached the second stage, in days of 86,400 seconds with 4 decimals.
/// Reaching may happen in the entering event itself (a deal created in a later stage). Conditions are asked of the deal as it entered the first stage;
/// of attributes the latest known values hold throughout.
/// </remarks>
public static class DealRollup
{
    private const long TicksPerDay = TimeSpan.TicksPerDay;

    /// <summary>UTC month → local day → part → tally.</summary>
    public static SortedDictionary<string, SortedDictionary<DateOnly, SortedDictionary<string, Tally>>> Tallies(
        Contribution contribution,
        MetricMatcher matcher,
        Func<DateTimeOffset, DateOnly> localDay)
    {
        var months = new SortedDictionary<string, SortedDictionary<DateOnly, SortedDictionary<string, Tally>>>(StringComparer.Ordinal);
        foreach (var happened in contribution.Events)
        {
            var subject = new MetricSubject(contribution, happened);
            foreach (var feed in matcher.FeedsFor(happened.Type))
            {
                if (feed.Kind == MetricFeedKind.Tally && feed.Rule.Holds(subject) && feed.Rule.TallyOf(subject) is { } tally)
                {
                    Add(months, feed.Rule, happened.At, localDay, feed.Rule.Id, tally);
                }
                else if (feed.Rule.LeavesOut(subject))
                {
                    Add(months, feed.Rule, happened.At, localDay, feed.Rule.LeftOutPart, new Tally(1, 0m));
                }
            }
        }

        foreach (var rule in matcher.DealPaths)
        {
            Follow(contribution, rule, months, localDay);
        }

        return months;
    }

    private static void Follow(
        Contribution contribution,
        MetricRule rule,
        SortedDictionary<string, SortedDictionary<DateOnly, SortedDictionary<string, Tally>>> months,
        Func<DateTimeOffset, DateOnly> localDay)
    {
        if (PathOf(contribution, rule) is not { } path)
        {
            return;
        }

        var (entered, reached) = path;
        if (rule.Kind == MetricKinds.Duration)
        {
            if (reached is not null)
            {
                Add(months, rule, reached.At, localDay, rule.Id, new Tally(1, DaysBetween(entered, reached)));
            }

            return;
        }

        Add(months, rule, entered.At, localDay, rule.StartedPart, new Tally(1, 0m));
        if (reached is not null)
        {
            Add(months, rule, entered.At, localDay, rule.ReachedPart, new Tally(1, 0m));
        }
    }

    /// <summary>When the deal first entered the first stage and then reached the second one; null when it never entered, or not as the conditions ask.</summary>
    internal static (DealEvent Entered, DealEvent? Reached)? PathOf(Contribution contribution, MetricRule rule)
    {
        var entered = contribution.Events.FirstOrDefault(happened => IsAt(happened, rule.FromStage!));
        return entered is null || !rule.Holds(new MetricSubject(contribution, entered))
            ? null
            : (entered, contribution.Events.SkipWhile(happened => !ReferenceEquals(happened, entered)).FirstOrDefault(happened => IsAt(happened, rule.ToStage!)));
    }

    /// <summary>Days of 86,400 seconds, 4 decimals.</summary>
    internal static decimal DaysBetween(DealEvent entered, DealEvent reached) =>
        Math.Round((reached.At - entered.At).Ticks / (decimal)TicksPerDay, 4, MidpointRounding.AwayFromZero);

    private static bool IsAt(DealEvent happened, string stage) => stage switch
    {
        "created" => happened.Type == ActivityTypes.DealCreated,
        "won" => happened.Type == ActivityTypes.DealWon,
        "lost" => happened.Type == ActivityTypes.DealLost,
        _ => happened.Type is ActivityTypes.DealCreated or ActivityTypes.DealStageChanged && happened.State.Stage == stage,
    };

    /// <summary>A definition counts what stands on the days it is in force.</summary>
    private static void Add(
        SortedDictionary<string, SortedDictionary<DateOnly, SortedDictionary<string, Tally>>> months,
        MetricRule rule,
        DateTimeOffset at,
        Func<DateTimeOffset, DateOnly> localDay,
        string part,
        Tally tally)
    {
        var day = localDay(at);
        if (!rule.IsInForce(day))
        {
            return;
        }

        var month = RollupMonths.Of(at);
        if (!months.TryGetValue(month, out var days))
        {
            months[month] = days = [];
        }

        DayTallies.Add(days, day, part, tally);
    }
}
