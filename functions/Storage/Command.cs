using SalesPerf.Functions.Messages;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Storage;

/// <summary>
/// Commits what an HTTP command decided, with the nudges that follow from it. They are sent first, to arrive after a minute, so that nothing is
/// missed when this process ends right after the commit; then the commit, which ends within ten seconds; then they are sent again, to arrive at once.
/// By the time the first ones arrive nobody acts on a directory from before the commit any more.
/// </summary>
public sealed class Command(IDocumentStore store, IMessageBus bus, TimeProvider time)
{
    public static readonly TimeSpan SafetyDelay = TimeSpan.FromSeconds(60);

    public static readonly TimeSpan CommitLimit = TimeSpan.FromSeconds(10);

    /// <param name="batch">What to commit.</param>
    /// <param name="followOns">What follows from it.</param>
    /// <param name="committed">
    /// Called between the commit and the second sending, so that caches of this process are dropped before anybody acts on the nudges; also when nobody knows
    /// what became of the commit.
    /// </param>
    /// <param name="cancellationToken">Ends the call; what was committed is followed through.</param>
    /// <exception cref="TimeoutException">The commit took too long; its outcome is unknown.</exception>
    public async Task<CommitResult> CommitWithNudgesAsync(DocumentBatch batch, IReadOnlyCollection<FollowOn> followOns, Action? committed, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await SendAsync(followOns, now, now + SafetyDelay, cancellationToken);
        var result = await CommitAsync(batch, committed, cancellationToken);
        if (result is CommitResult.Committed)
        {
            // Whoever asked may be gone; what was done is followed through all the same.
            try
            {
                await SendAsync(followOns, now, null, CancellationToken.None);
            }
            catch (TimeoutException)
            {
                // It is done, and the nudges sent before come within a minute: a broker that went away meanwhile takes neither back.
            }
        }

        return result;
    }

    private async Task<CommitResult> CommitAsync(DocumentBatch batch, Action? committed, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(CommitLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var isRefused = false;
        try
        {
            var result = await store.CommitAsync(batch, either.Token);
            isRefused = result is CommitResult.Refused;
            return result;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw new TimeoutException($"A commit in partition {batch.Pk} did not end within {CommitLimit.TotalSeconds} seconds.");
        }
        finally
        {
            if (!isRefused)
            {
                committed?.Invoke();
            }
        }
    }

    private async Task SendAsync(IReadOnlyCollection<FollowOn> followOns, DateTimeOffset now, DateTimeOffset? notBefore, CancellationToken cancellationToken)
    {
        foreach (var queue in followOns.DistinctBy(followOn => (followOn.Queue, followOn.Key)).GroupBy(followOn => followOn.Queue))
        {
            await bus.SendAsync(queue.Key, [.. queue.Select(followOn => followOn.Message(now, notBefore))], cancellationToken);
        }
    }
}
