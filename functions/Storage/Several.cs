namespace SalesPerf.Functions.Storage;

/// <summary>How several things are done at a time.</summary>
internal static class Several
{
    /// <summary>So many at most, where whoever asks runs too: the app leaves that to the runtime, and a simulation of it does not.</summary>
    public static ParallelOptions AtOnce(int most, CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = most, CancellationToken = cancellationToken, TaskScheduler = null };
}
