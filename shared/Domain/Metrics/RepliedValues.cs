namespace SalesPerf.Domain.Metrics;

/// <summary>Counts the conversations of a replied metric that were answered in a period.</summary>
internal static class RepliedValues
{
    public static MetricValue Of(Metric metric, IReadOnlyCollection<RollupSet> sets, DateOnly start, DateOnly end)
    {
        var read = RollupMonths.CoveringReplies(start, end);
        var months = sets
            .SelectMany(set => set.MetricMonths.Where(month => month.Metric == metric.Id && month.Stamp == set.Rollup.Stamp))
            .Where(month => read.Contains(month.Month))
            .ToList();
        var bits = months.Select(month => month.SampleBits).DefaultIfEmpty(0).Max();
        var earliest = EarliestSent(months);
        var answered = new HashSet<ulong>();
        foreach (var (day, packed) in months.SelectMany(month => month.Replies))
        {
            if (day < start || day >= end)
            {
                continue;
            }

            for (var offset = 0; offset < packed.Length; offset += PackedEntries.Times)
            {
                var hash = PackedEntries.HashAt(packed, offset);
                if (PackedEntries.IsSampled(hash, bits)
                    && earliest.TryGetValue(hash, out var sent)
                    && sent < PackedEntries.TicksAt(packed, offset))
                {
                    answered.Add(hash);
                }
            }
        }

        return new MetricValue { Metric = metric.Id, Value = (decimal)answered.Count * (1L << bits), IsEstimated = bits > 0 };
    }

    private static Dictionary<ulong, long> EarliestSent(IEnumerable<MetricMonth> months)
    {
        var earliest = new Dictionary<ulong, long>();
        foreach (var packed in months.Select(month => month.Sent).OfType<byte[]>())
        {
            for (var offset = 0; offset < packed.Length; offset += PackedEntries.Times)
            {
                var hash = PackedEntries.HashAt(packed, offset);
                var ticks = PackedEntries.TicksAt(packed, offset);
                earliest[hash] = earliest.TryGetValue(hash, out var before) ? Math.Min(before, ticks) : ticks;
            }
        }

        return earliest;
    }
}
