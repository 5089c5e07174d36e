namespace SalesPerf.Domain.Metrics;

/// <summary>Counts the different keys of a distinct metric over months and identities.</summary>
internal static class DistinctValues
{
    public static MetricValue Of(Metric metric, IReadOnlyCollection<RollupSet> sets, DateOnly start, DateOnly end)
    {
        var months = sets
            .SelectMany(set => set.MetricMonths.Where(month => month.Metric == metric.Id && month.Stamp == set.Rollup.Stamp))
            .Where(month => month.Keys.Keys.Any(day => start <= day && day < end))
            .ToList();
        var bits = months.Select(month => month.SampleBits).DefaultIfEmpty(0).Max();
        var perDay = metric.Measure.Per == "day";
        var seen = new HashSet<(DateOnly Day, ulong Hash)>();
        foreach (var (day, packed) in months.SelectMany(month => month.Keys))
        {
            if (day < start || day >= end)
            {
                continue;
            }

            for (var offset = 0; offset < packed.Length; offset += PackedEntries.Keys)
            {
                var hash = PackedEntries.HashAt(packed, offset);
                if (PackedEntries.IsSampled(hash, bits))
                {
                    seen.Add((perDay ? day : default, hash));
                }
            }
        }

        return new MetricValue { Metric = metric.Id, Value = (decimal)seen.Count * (1L << bits), IsEstimated = bits > 0 };
    }
}
