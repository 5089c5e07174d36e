namespace SalesPerf.Local.Demo;

/// <summary>How much of the sample's traffic the demo replays.</summary>
/// <param name="History">How far back it begins.</param>
/// <param name="DaysOneByOne">How many of the last days are sent day by day, with the schedules due on each.</param>
public sealed record DemoSpan(TimeSpan History, int DaysOneByOne)
{
    public static DemoSpan Default { get; } = new(TimeSpan.FromDays(91), 14);
}
