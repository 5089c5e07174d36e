namespace SalesPerf.Functions.Storage;

/// <summary>
/// Counts attempts at a commit that lost against another writer. Each waits a little longer; after ten seconds, a third of the message lock,
/// the message is given back.
/// </summary>
public sealed class Attempts(TimeProvider time)
{
    /// <summary>How long one delivery tries.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly long began = time.GetTimestamp();
    private int count;

    public async Task AgainAsync(CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(began) > Limit)
        {
            throw new TimeoutException("The commit lost against other writers for ten seconds.");
        }

        // The first repeats follow at once: whoever won is done already.
        if (++count > 2)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(5 << Math.Min(count, 6), 250)), time, cancellationToken);
        }
    }
}
