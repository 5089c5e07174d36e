namespace SalesPerf.Local.Demo;

/// <summary>How much of the sample's traffic the demo replays.</summary>
/// <param name="History">How far back it begins.</param>
/// <param name="DaysOneByOne">How many of the last days are sent day by day, with the schedules due on each.</param>
/// <param name="Reps">How many reps there are.</param>
public sealed record DemoSpan(TimeSpan History, int DaysOneByOne, int Reps)
{
    /// <summary>True when it is long enough to be rehearsed, and to have memory given back after it.</summary>
    public bool IsLong => History > TimeSpan.FromDays(30);

    public static DemoSpan Default { get; } = new(TimeSpan.FromDays(91), 9, 40);

    /// <summary>A little of everything.</summary>
    public static DemoSpan Rehearsal { get; } = new(TimeSpan.FromDays(5), 1, 9);
}
