namespace SalesPerf.Connectors.Text;

/// <summary>Which times can be meant. Outside, a sender's clock or unit is wrong.</summary>
internal static class TimeBounds
{
    private const int YearsAhead = 10;
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly EarliestDate = new(2000, 1, 1);
    private static readonly DateOnly LatestDate = new(2199, 12, 31);

    /// <summary>How far a sender's clock may be ahead of ours where a time cannot lie in the future.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Effective times: 2000-01-01 to ten years ahead, both inclusive. More than a day ahead is held back later, not refused here.</summary>
    public static string? EffectiveProblem(DateTimeOffset at, DateTimeOffset now) =>
        at < Earliest ? "The time is before 2000-01-01."
        : at > now.AddYears(YearsAhead) ? "The time is more than ten years ahead."
        : null;

    /// <summary>Recorded times: 2000-01-01 to now, five minutes of skew allowed.</summary>
    public static string? RecordedProblem(DateTimeOffset at, DateTimeOffset now) =>
        at < Earliest ? "The time is before 2000-01-01."
        : at > now + ClockSkew ? "A fact cannot be recorded in the future."
        : null;

    /// <summary>Planned dates: 2000-01-01 to 2199-12-31, both inclusive.</summary>
    public static string? DateProblem(DateOnly date) =>
        date < EarliestDate || date > LatestDate ? "The date is outside 2000 to 2199." : null;
}
