namespace SalesPerf.Functions.Activities.Traffic;

/// <summary>How a source does.</summary>
public sealed record SourceStatus
{
    /// <summary>Without a request for this long a source is silent.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromHours(24);

    public required string Source { get; init; }

    /// <summary><c>healthy</c>; <c>silent</c>: nothing of its sender came for 24 hours, whatever strangers sent; <c>failing</c>: what came last was refused, or nothing of a day could be read; <c>disabled</c>.</summary>
    public required string State { get; init; }

    /// <summary>Since when, as far as is known; absent when nothing ever came, or not in the last 30 days.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The state in a sentence.</summary>
    public required string Detail { get; init; }

    /// <summary>The last request of its sender, taken or not, in the last 30 days.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>The last request that was taken, in the last 30 days.</summary>
    public DateTimeOffset? LastTaken { get; init; }

    /// <summary>The last request that was refused since nobody knows who sent it, in the last 30 days.</summary>
    public DateTimeOffset? LastRefused { get; init; }

    public required SourceCounts Last24Hours { get; init; }

    public required SourceCounts Last30Days { get; init; }

    /// <param name="source">Its id.</param>
    /// <param name="hours">Of the last 30 days.</param>
    /// <param name="disabledSince">When it was switched off; null when it is not.</param>
    /// <param name="now">Now.</param>
    public static SourceStatus Of(string source, IReadOnlyCollection<SourceHour> hours, DateTimeOffset? disabledSince, DateTimeOffset now)
    {
        var (seen, taken) = (hours.Max(hour => hour.LastSeen), hours.Max(hour => hour.LastTaken));

        // An hour that took something ends whatever was refused before it.
        var failing = hours.Where(hour => hour.RefusedSince > (taken ?? DateTimeOffset.MinValue)).Select(hour => hour.RefusedSince).Min();
        var refused = hours.Max(hour => hour.LastRefused);
        var code = hours.Where(hour => hour.LastRefused is not null).OrderBy(hour => hour.LastRefused).Select(hour => hour.LastRefusal).LastOrDefault();
        var others = failing is null ? "" : $" What came since was refused: {code}.";
        var (state, since, detail) =
            disabledSince is not null ? ("disabled", disabledSince, "The source is switched off: nothing that it posts is taken.")
            : seen is null ? ("silent", null, $"Nothing of its sender came in the last 30 days.{others}")
            : now - seen >= Silence ? ("silent", seen, $"Nothing of its sender came for 24 hours or more.{others}")
            : failing is not null ? ("failing", failing, others.TrimStart())
            : IsAllRejected(hours, now) ? ("failing", hours.Where(hour => hour.Rejected > 0).Min(hour => hour.FirstTaken), "Whatever came in the last 24 hours could not be read: see the dead documents.")
            : ("healthy", HealthySince(hours), "What comes is taken.");
        return new SourceStatus
        {
            Source = source,
            State = state,
            Since = since,
            Detail = detail,
            LastSeen = seen,
            LastTaken = taken,
            LastRefused = refused,
            Last24Hours = SourceCounts.Of([.. hours.Where(hour => hour.Hour > now.AddHours(-24))]),
            Last30Days = SourceCounts.Of(hours),
        };
    }

    private static bool IsAllRejected(IEnumerable<SourceHour> hours, DateTimeOffset now)
    {
        var day = SourceCounts.Of([.. hours.Where(hour => hour.Hour > now.AddHours(-24))]);
        return day is { Accepted: 0, Ignored: 0, Rejected: > 0 };
    }

    /// <summary>The first request taken after the last day of silence.</summary>
    private static DateTimeOffset? HealthySince(IEnumerable<SourceHour> hours)
    {
        DateTimeOffset? since = null;
        DateTimeOffset? last = null;
        foreach (var hour in hours.Where(hour => hour.FirstTaken is not null).OrderBy(hour => hour.FirstTaken))
        {
            since = last is null || hour.FirstTaken - last >= Silence ? hour.FirstTaken : since;
            last = last > hour.LastTaken ? last : hour.LastTaken;
        }

        return since;
    }
}

/// <summary>What came in some time, by the hour: the last 24 hours are the hour that runs and the 23 before it.</summary>
public sealed record SourceCounts
{
    /// <summary>Of its sender.</summary>
    public required long Requests { get; init; }

    /// <summary>Items taken over, without those ignored. Repeats are among them.</summary>
    public required long Accepted { get; init; }

    public required long Duplicate { get; init; }

    public required long Ignored { get; init; }

    /// <summary>The most frequent reasons, at most 20.</summary>
    public required IReadOnlyList<CountedReason> IgnoredBecause { get; init; }

    public required long Rejected { get; init; }

    public required long Dead { get; init; }

    public required long Limited { get; init; }

    /// <summary>Requests that nobody knows who sent; not among <see cref="Requests"/>.</summary>
    public required long Unauthorised { get; init; }

    public required IReadOnlyList<CountedReason> UnauthorisedBecause { get; init; }

    /// <summary>Receipt less the event's time, in seconds: half of the events have this or less. The upper bound of its class; null without events, or over a week.</summary>
    public int? LagP50Seconds { get; init; }

    public int? LagP95Seconds { get; init; }

    /// <summary>Of the event that came last.</summary>
    public long? LastLagSeconds { get; init; }

    public static SourceCounts Of(IReadOnlyCollection<SourceHour> hours)
    {
        var lags = Enumerable.Range(0, SourceHour.LagBounds.Count + 1).Select(index => hours.Sum(hour => hour.Lags.ElementAtOrDefault(index))).ToList();
        return new SourceCounts
        {
            Requests = hours.Sum(hour => hour.Requests),
            Accepted = hours.Sum(hour => hour.Accepted),
            Duplicate = hours.Sum(hour => hour.Duplicate),
            Ignored = hours.Sum(hour => hour.Ignored.Values.Sum()),
            IgnoredBecause = Reasons(hours.SelectMany(hour => hour.Ignored)),
            Rejected = hours.Sum(hour => hour.Rejected),
            Dead = hours.Sum(hour => hour.Dead),
            Limited = hours.Sum(hour => hour.Limited),
            Unauthorised = hours.Sum(hour => hour.Unauthorised.Values.Sum()),
            UnauthorisedBecause = Reasons(hours.SelectMany(hour => hour.Unauthorised)),
            LagP50Seconds = Quantile(lags, 50),
            LagP95Seconds = Quantile(lags, 95),
            LastLagSeconds = hours.Where(hour => hour.LastLagSeconds is not null).OrderBy(hour => hour.LastTaken).Select(hour => hour.LastLagSeconds).LastOrDefault(),
        };
    }

    private static List<CountedReason> Reasons(IEnumerable<KeyValuePair<string, long>> counts) =>
    [
        .. counts.GroupBy(count => count.Key, count => count.Value, StringComparer.Ordinal)
            .Select(group => new CountedReason(group.Key, group.Sum()))
            .OrderByDescending(reason => reason.Count).ThenBy(reason => reason.Reason, StringComparer.Ordinal)
            .Take(SourceTraffic.MaxReasons),
    ];

    private static int? Quantile(List<long> lags, int percent)
    {
        var (total, below) = (lags.Sum(), 0L);
        for (var index = 0; index < SourceHour.LagBounds.Count && total > 0; index++)
        {
            below += lags[index];
            if (below * 100 >= total * percent)
            {
                return SourceHour.LagBounds[index];
            }
        }

        return null;
    }
}

/// <summary>A reason and how often.</summary>
public sealed record CountedReason(string Reason, long Count);
