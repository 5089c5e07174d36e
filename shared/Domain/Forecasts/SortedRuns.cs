namespace SalesPerf.Domain.Forecasts;

/// <summary>Puts values in order that come as runs, each in order already: much less work than sorting them.</summary>
internal static class SortedRuns
{
    /// <summary>Merges neighbouring runs until there is one. Equal values stay in the order of their runs.</summary>
    /// <param name="values">The values; replaced by those in order.</param>
    /// <param name="masses">What belongs to each; goes along.</param>
    /// <param name="length">How long the runs are; the last may be shorter.</param>
    public static void Merge(ref long[] values, ref double[] masses, int length)
    {
        if (length >= values.Length)
        {
            return;
        }

        var (toValues, toMasses) = (new long[values.Length], new double[values.Length]);
        for (; length < values.Length; length = length > values.Length / 2 ? values.Length : 2 * length)
        {
            for (var start = 0; start < values.Length; start += 2 * length)
            {
                var (middle, end) = (Math.Min(start + length, values.Length), Math.Min(start + (2 * length), values.Length));
                Merge(values, masses, start, middle, end, toValues, toMasses);
            }

            (values, toValues) = (toValues, values);
            (masses, toMasses) = (toMasses, masses);
        }
    }

    private static void Merge(long[] values, double[] masses, int left, int middle, int end, long[] toValues, double[] toMasses)
    {
        var right = middle;
        for (var at = left; at < end; at++)
        {
            var from = right >= end || (left < middle && values[left] <= values[right]) ? left++ : right++;
            (toValues[at], toMasses[at]) = (values[from], masses[from]);
        }
    }
}
