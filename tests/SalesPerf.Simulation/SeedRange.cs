using System.Globalization;
using SalesPerf.Simulation.Engine;

namespace SalesPerf.Simulation;

/// <summary>Many seeds, one a thread.</summary>
internal static class SeedRange
{
    /// <param name="from">The first seed.</param>
    /// <param name="count">How many.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="done">Told of each; one at a time.</param>
    /// <param name="goesOn">Whether to go on when one fails.</param>
    public static SeedTotals Run(long from, long count, int threads, Action<SeedResult> done, bool goesOn = false)
    {
        var (totals, next, gate) = (new SeedTotals(), from - 1, new Lock());
        var workers = Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            for (var seed = Interlocked.Increment(ref next); seed < from + count && (goesOn || totals.Failed is null); seed = Interlocked.Increment(ref next))
            {
                var result = SeedRun.Of(seed);
                lock (gate)
                {
                    totals.Add(result);
                    done(result);
                }
            }
        })).ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());
        return totals;
    }
}

/// <summary>What many seeds did.</summary>
internal sealed class SeedTotals
{
    private readonly SortedDictionary<FaultKind, long> faults = [];

    public long Seeds { get; private set; }

    public long Events { get; private set; }

    public long Calls { get; private set; }

    /// <summary>The first that failed.</summary>
    public SeedResult? Failed { get; private set; }

    public void Add(SeedResult result)
    {
        Seeds++;
        Events += result.Counts.Events;
        Calls += result.Counts.Calls;
        foreach (var (kind, count) in result.FaultCounts)
        {
            faults[kind] = faults.GetValueOrDefault(kind) + count;
        }

        Failed ??= result.Problem is null ? null : result;
    }

    public string Describe(TimeSpan took) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Seeds} seeds, {Events} events, {Calls} calls on ports, {faults.Values.Sum()} faults ({string.Join(", ", faults.Select(kind => $"{kind.Key} {kind.Value}"))}) in {took.TotalSeconds:F1} s");
}
