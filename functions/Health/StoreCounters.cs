using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Health;

/// <summary>Operations on the store since this process started.</summary>
public sealed class StoreCounters
{
    private long reads;
    private long ranges;
    private long commits;
    private long refusals;
    private long failures;

    /// <summary>Point reads, those of several documents counted once.</summary>
    public long Reads => Interlocked.Read(ref reads);

    /// <summary>Pages of ranges.</summary>
    public long Ranges => Interlocked.Read(ref ranges);

    /// <summary>Commits applied.</summary>
    public long Commits => Interlocked.Read(ref commits);

    /// <summary>Commits refused: conflicts, stale versions, too large.</summary>
    public long Refusals => Interlocked.Read(ref refusals);

    /// <summary>Operations that threw, cancelled ones not counted.</summary>
    public long Failures => Interlocked.Read(ref failures);

    internal void CountRead() => Interlocked.Increment(ref reads);

    internal void CountRange() => Interlocked.Increment(ref ranges);

    internal void Count(CommitResult result) => Interlocked.Increment(ref result is CommitResult.Committed ? ref commits : ref refusals);

    /// <summary>Counts it if it throws.</summary>
    internal Task<T> Watch<T>(Task<T> operation)
    {
        if (!operation.IsCompletedSuccessfully)
        {
            _ = operation.ContinueWith(
                static (_, state) => Interlocked.Increment(ref ((StoreCounters)state!).failures), // given below
                this,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }

        return operation;
    }
}
