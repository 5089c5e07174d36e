namespace SalesPerf.Domain.Metrics;

/// <summary>Arithmetic on local day → part → tally. Arguments are never changed; days that do not change are shared with the result.</summary>
internal static class DayTallies
{
    public static SortedDictionary<DateOnly, SortedDictionary<string, Tally>> Plus(
        SortedDictionary<DateOnly, SortedDictionary<string, Tally>> days,
        SortedDictionary<DateOnly, SortedDictionary<string, Tally>> added) => Combine(days, added, Tally.Add);

    public static SortedDictionary<DateOnly, SortedDictionary<string, Tally>> Minus(
        SortedDictionary<DateOnly, SortedDictionary<string, Tally>> days,
        SortedDictionary<DateOnly, SortedDictionary<string, Tally>> taken) => Combine(days, taken, Tally.Subtract);

    /// <summary>Adds in place: for building only.</summary>
    public static void Add(SortedDictionary<DateOnly, SortedDictionary<string, Tally>> days, DateOnly day, string part, Tally tally)
    {
        if (!days.TryGetValue(day, out var parts))
        {
            days[day] = parts = new SortedDictionary<string, Tally>(StringComparer.Ordinal);
        }

        parts[part] = parts.GetValueOrDefault(part) + tally;
    }

    private static SortedDictionary<DateOnly, SortedDictionary<string, Tally>> Combine(
        SortedDictionary<DateOnly, SortedDictionary<string, Tally>> days,
        SortedDictionary<DateOnly, SortedDictionary<string, Tally>> others,
        Func<Tally, Tally, Tally> combine)
    {
        var result = new SortedDictionary<DateOnly, SortedDictionary<string, Tally>>(days);
        foreach (var (day, tallies) in others)
        {
            var parts = new SortedDictionary<string, Tally>(StringComparer.Ordinal);
            foreach (var (part, tally) in result.GetValueOrDefault(day) ?? [])
            {
                parts[part] = tally;
            }

            foreach (var (part, tally) in tallies)
            {
                parts[part] = combine(parts.GetValueOrDefault(part), tally);
                if (parts[part] == default)
                {
                    parts.Remove(part);
                }
            }

            result[day] = parts;
            if (parts.Count == 0)
            {
                result.Remove(day);
            }
        }

        return result;
    }
}
