namespace SalesPerf.Domain.Notifications;

/// <summary>
/// When a delivery that failed is tried again: after 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 h, 75 h 35 min in all, as Standard Webhooks 1.0.0 suggests.
/// Each pause is longer by up to a tenth, so that what failed together does not come back together.
/// </summary>
public static class RetrySchedule
{
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    /// <summary>The time from the first failure to the last try, jitter not counted.</summary>
    public static readonly TimeSpan Total = Pauses.Aggregate(TimeSpan.Zero, (sum, pause) => sum + pause);

    /// <summary>The pause after a failure; null when it was the last.</summary>
    /// <param name="failures">Failures so far, this one included: from 1.</param>
    /// <param name="jitter">Random, from 0 to under 1.</param>
    public static TimeSpan? After(int failures, double jitter) => failures <= Pauses.Length ? Pauses[failures - 1] * (1 + (jitter / 10)) : null;
}
