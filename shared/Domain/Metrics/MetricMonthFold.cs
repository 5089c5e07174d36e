namespace SalesPerf.Domain.Metrics;

/// <summary>What a batch adds to one distinct or replied metric.</summary>
internal sealed class MetricMonthFold
{
    /// <summary>Keeps 2⁻⁵⁰ of all keys: more than anybody can send.</summary>
    private const int MaxSampleBits = 50;

    private readonly Dictionary<DateOnly, HashSet<ulong>> keys = [];
    private readonly Dictionary<ulong, long> sent = [];
    private readonly Dictionary<DateOnly, Dictionary<ulong, long>> replies = [];

    public void Take(MetricFeed feed, in MetricSubject subject, DateTimeOffset at, DateOnly day)
    {
        var hash = RollupKeys.Hash(feed.Kind == MetricFeedKind.Key ? RollupKeys.Of(feed.Rule, subject)! : RollupKeys.Conversation(subject));
        switch (feed.Kind)
        {
            case MetricFeedKind.Key:
                In(keys, day).Add(hash);
                break;
            case MetricFeedKind.Sent:
                sent[hash] = sent.TryGetValue(hash, out var earliest) ? Math.Min(earliest, at.UtcTicks) : at.UtcTicks;
                break;
            case MetricFeedKind.Reply:
                var ofDay = In(replies, day);
                ofDay[hash] = ofDay.TryGetValue(hash, out var latest) ? Math.Max(latest, at.UtcTicks) : at.UtcTicks;
                break;
            case MetricFeedKind.Tally:
            default:
                throw new ArgumentOutOfRangeException(nameof(feed));
        }
    }

    /// <summary>The same instance when nothing changes.</summary>
    /// <param name="before">The stored month, or an empty one.</param>
    /// <param name="maxEntries">See <see cref="MetricMonth.MaxEntriesOf"/>.</param>
    public MetricMonth Apply(MetricMonth before, int maxEntries)
    {
        var after = before with
        {
            Keys = Merge(before.Keys, keys, PackedEntries.Union),
            Sent = sent.Count == 0 ? before.Sent : PackedEntries.Merge(before.Sent, sent, Math.Min),
            Replies = Merge(before.Replies, replies, (packed, added) => PackedEntries.Merge(packed, added, Math.Max)),
        };
        after = Sampled(after, maxEntries);
        return IsSame(before, after) ? before : after;
    }

    private static T In<T>(Dictionary<DateOnly, T> days, DateOnly day)
        where T : new()
    {
        if (!days.TryGetValue(day, out var found))
        {
            days[day] = found = new T();
        }

        return found;
    }

    private static SortedDictionary<DateOnly, byte[]> Merge<T>(
        SortedDictionary<DateOnly, byte[]> before,
        Dictionary<DateOnly, T> added,
        Func<byte[]?, T, byte[]> merge)
    {
        var after = new SortedDictionary<DateOnly, byte[]>(before);
        foreach (var (day, entries) in added)
        {
            after[day] = merge(before.GetValueOrDefault(day), entries);
        }

        return after;
    }

    /// <summary>
    /// Drops what the stored sample does not keep, then halves the sample until it fits. The bits end up the smallest that fit everything ever added,
    /// whatever the batches were: fewer never fitted, and what more bits would have kept was never dropped.
    /// </summary>
    private static MetricMonth Sampled(MetricMonth month, int maxEntries)
    {
        var bits = month.SampleBits;
        var sampled = Sample(month, bits);
        while (Entries(sampled) > maxEntries && bits < MaxSampleBits)
        {
            bits++;
            sampled = Sample(sampled, bits);
        }

        return sampled;
    }

    private static MetricMonth Sample(MetricMonth month, int bits) => bits == 0 ? month : month with
    {
        SampleBits = bits,
        Keys = Sample(month.Keys, PackedEntries.Keys, bits),
        Sent = month.Sent is { } packed && PackedEntries.Sample(packed, PackedEntries.Times, bits) is { Length: > 0 } kept ? kept : null,
        Replies = Sample(month.Replies, PackedEntries.Times, bits),
    };

    private static SortedDictionary<DateOnly, byte[]> Sample(SortedDictionary<DateOnly, byte[]> days, int size, int bits)
    {
        var kept = new SortedDictionary<DateOnly, byte[]>();
        foreach (var (day, packed) in days)
        {
            var sample = PackedEntries.Sample(packed, size, bits);
            if (sample.Length > 0)
            {
                kept[day] = sample;
            }
        }

        return kept;
    }

    private static int Entries(MetricMonth month) =>
        (month.Keys.Values.Sum(packed => packed.Length) / PackedEntries.Keys)
        + ((month.Sent?.Length ?? 0) / PackedEntries.Times)
        + (month.Replies.Values.Sum(packed => packed.Length) / PackedEntries.Times);

    private static bool IsSame(MetricMonth before, MetricMonth after) =>
        before.SampleBits == after.SampleBits
        && ReferenceEquals(before.Sent, after.Sent)
        && IsSame(before.Keys, after.Keys)
        && IsSame(before.Replies, after.Replies);

    private static bool IsSame(SortedDictionary<DateOnly, byte[]> before, SortedDictionary<DateOnly, byte[]> after) =>
        before.Count == after.Count && before.All(day => after.TryGetValue(day.Key, out var packed) && packed.AsSpan().SequenceEqual(day.Value));
}
