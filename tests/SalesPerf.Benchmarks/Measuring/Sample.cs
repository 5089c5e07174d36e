namespace SalesPerf.Benchmarks.Measuring;

/// <summary>What one round of one contender took.</summary>
/// <param name="Name">Of the contender, as the table says it.</param>
/// <param name="Operations">How many things were done.</param>
/// <param name="Wall">From the first to the last of them.</param>
/// <param name="Cpu">Of every process that worked on them, the driver's included.</param>
internal sealed record Sample(string Name, long Operations, TimeSpan Wall, TimeSpan Cpu)
{
    public double PerSecond => Operations / Wall.TotalSeconds;

    public double CpuMicroseconds => Cpu.TotalMicroseconds / Operations;
}
