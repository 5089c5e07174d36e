namespace SalesPerf.Platform.Messages;

/// <summary>How full the queues are. Only a broker that can be asked cheaply offers it.</summary>
public interface IQueueStatistics
{
    /// <summary>The queues that are known or hold something, by name.</summary>
    Task<IReadOnlyList<QueueStatistics>> StatisticsAsync(CancellationToken cancellationToken);
}

/// <summary>What is in a queue.</summary>
/// <param name="Queue">Its name; of a subscription <c>{topic}/{subscription}</c>.</param>
/// <param name="Ready">Messages a receiver would get now.</param>
/// <param name="Scheduled">Messages that wait for their time, or for their pause after a failure.</param>
/// <param name="Locked">Messages a receiver works on.</param>
/// <param name="Dead">Dead letters.</param>
/// <param name="OldestAge">How long ago the oldest message, dead letters not counted, was sent; null when there is none.</param>
public sealed record QueueStatistics(string Queue, long Ready, long Scheduled, long Locked, long Dead, TimeSpan? OldestAge);
