using SalesPerf.Functions.Http;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Activities.Resync;

/// <summary>
/// Keeps the parts of an export in step with ingestion: what came before is stored when a part begins to be compared, and a part never fills the queue: what a CRM posts meanwhile stands behind it.
/// A broker that cannot be asked cheaply how long its queue is scales out, and is not waited for.
/// </summary>
public sealed class IngestPace(IMessageBus bus, IEnumerable<IQueueStatistics> queues, TimeProvider time)
{
    /// <summary>From so many messages on a part waits: a second or two of work.</summary>
    private const int Most = 10_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Of one part, all of its waiting included: a request ends at 230 s on Azure.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(100);

    /// <summary>Of one part, for what came before it.</summary>
    private static readonly TimeSpan LongestBefore = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(2);

    /// <summary>When a part begins; to be handed back.</summary>
    public long Begin() => time.GetTimestamp();

    /// <summary>Returns when everything that was sent to ingestion up to now is stored.</summary>
    /// <exception cref="ProblemException">503: it takes too long. What the part told stays; sent again it goes on.</exception>
    public Task SettleAsync(CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow();
        return WaitAsync(
            () => bus.IsWaitingSinceAsync(Queues.IngestActivities, since, cancellationToken),
            time.GetTimestamp(),
            LongestBefore,
            "What was sent before is still being ingested, and an export is compared with what is stored.",
            cancellationToken);
    }

    /// <summary>Returns when the queue has room.</summary>
    /// <param name="began">When the part began.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProblemException">503: the part has taken too long. What it told stays; sent again it goes on.</exception>
    public Task WaitAsync(long began, CancellationToken cancellationToken) =>
        WaitAsync(async () => await ReadyAsync(cancellationToken) > Most, began, Longest, "Ingestion is behind: the part goes on where it is when it is sent again.", cancellationToken);

    /// <exception cref="ProblemException">503: the part has taken too long. What it told stays; sent again it goes on.</exception>
    public void Check(long began)
    {
        if (time.GetElapsedTime(began) >= Longest)
        {
            throw Problems.Later(Again, "The part takes long: it goes on where it is when it is sent again.").ToException();
        }
    }

    private async Task WaitAsync(Func<Task<bool>> isBusy, long began, TimeSpan longest, string why, CancellationToken cancellationToken)
    {
        while (await isBusy())
        {
            if (time.GetElapsedTime(began) >= longest)
            {
                throw Problems.Later(Again, why).ToException();
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task<long> ReadyAsync(CancellationToken cancellationToken)
    {
        var ready = 0L;
        foreach (var queue in queues)
        {
            ready += (await queue.StatisticsAsync(cancellationToken)).Where(statistics => statistics.Queue == Queues.IngestActivities).Sum(statistics => statistics.Ready);
        }

        return ready;
    }
}
