using System.Diagnostics;

namespace SalesPerf.Benchmarks.Measuring;

/// <summary>Wall and CPU time from its start on: this process's, and that of another one where it works too.</summary>
internal sealed class Lap
{
    private readonly Func<TimeSpan>? others;
    private readonly TimeSpan cpu;
    private readonly long start;

    private Lap(Func<TimeSpan>? others)
    {
        this.others = others;
        cpu = Cpu();
        start = Stopwatch.GetTimestamp();
    }

    /// <param name="others">The CPU time that another process has used so far.</param>
    public static Lap Start(Func<TimeSpan>? others = null) => new(others);

    public Sample Take(string name, long operations)
    {
        var wall = Stopwatch.GetElapsedTime(start);
        return new Sample(name, operations, wall, Cpu() - cpu);
    }

    private TimeSpan Cpu() => Environment.CpuUsage.TotalTime + (others?.Invoke() ?? TimeSpan.Zero);
}
