namespace SalesPerf.Functions.Schedules;

/// <summary>Which of the occurrences missed a function makes up for.</summary>
/// <param name="Window">Those not older than this; null the latest only.</param>
public sealed record CatchUp(TimeSpan? Window)
{
    /// <summary>The latest only: what it does replaces what the ones before would have done.</summary>
    public static CatchUp LatestOnly { get; } = new((TimeSpan?)null);

    /// <summary>Every one not older than <paramref name="window"/>.</summary>
    public static CatchUp Within(TimeSpan window) => new(window);
}
