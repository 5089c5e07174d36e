namespace SalesPerf.Benchmarks.Soak;

/// <summary>How long things took since they were last asked about.</summary>
internal sealed class Latencies
{
    private readonly Lock gate = new();
    private List<double> taken = [];

    public void Add(TimeSpan time)
    {
        lock (gate)
        {
            taken.Add(time.TotalMilliseconds);
        }
    }

    /// <summary>Milliseconds; none when nothing was done.</summary>
    public (double P50, double P99) Take()
    {
        List<double> sorted;
        lock (gate)
        {
            (sorted, taken) = (taken, []);
        }

        sorted.Sort();
        return sorted.Count == 0 ? (double.NaN, double.NaN) : (sorted[(sorted.Count - 1) / 2], sorted[(int)Math.Ceiling(sorted.Count * 0.99) - 1]);
    }
}
