using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Activities.Resync;

/// <summary>
/// Keeps an import from filling the queue: what a CRM posts meanwhile stands behind it. A broker that cannot be asked cheaply is one that scales out, and is not waited for.
/// </summary>
public sealed class IngestPace(IEnumerable<IQueueStatistics> queues, TimeProvider time)
{
    /// <summary>From so many messages on it waits: a second or two of work.</summary>
    private const int Most = 10_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>A queue that nobody empties holds up no request for longer.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        foreach (var queue in queues)
        {
            while (await ReadyAsync(queue, cancellationToken) > Most && time.GetElapsedTime(began) < Longest)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    private static async Task<long> ReadyAsync(IQueueStatistics queue, CancellationToken cancellationToken) =>
        (await queue.StatisticsAsync(cancellationToken)).Where(statistics => statistics.Queue == Queues.IngestActivities).Sum(statistics => statistics.Ready);
}
