namespace SalesPerf.Functions.Schedules;

/// <summary>An occurrence whose units were all sent.</summary>
/// <param name="At">When it was due, or asked for.</param>
/// <param name="SentAt">When the last unit had been sent.</param>
public sealed record OccurrenceDone(DateTimeOffset At, DateTimeOffset SentAt);
