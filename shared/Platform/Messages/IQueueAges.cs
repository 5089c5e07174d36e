namespace SalesPerf.Platform.Messages;

/// <summary>How long messages wait. Every broker can be asked, but not for nothing: a minute apart, not at every request.</summary>
public interface IQueueAges
{
    /// <summary>
    /// How long the oldest message of a queue, or of a subscription <c>{topic}/{subscription}</c>, has waited: since it was sent, or since the time it was to
    /// wait for. Null when none waits. Dead letters do not count.
    /// </summary>
    Task<TimeSpan?> OldestAgeAsync(string queue, CancellationToken cancellationToken);
}
