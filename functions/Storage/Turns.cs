namespace SalesPerf.Functions.Storage;

/// <summary>
/// Calls of one process that replace the same documents go one after another, as all but one would lose and start again. It only spares work: the ETag
/// decides, between processes too, so nobody waits longer than one delivery tries.
/// </summary>
public sealed class Turns(TimeProvider time)
{
    private readonly Dictionary<string, Task> last = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>How long one waits for another.</summary>
    public TimeSpan Limit { get; init; } = Attempts.Limit;

    /// <summary>Runs once whoever came before under the same name is done.</summary>
    public async Task<T> RunAsync<T>(string name, Func<Task<T>> run, CancellationToken cancellationToken)
    {
        var mine = new TaskCompletionSource();
        Task? before;
        lock (gate)
        {
            before = last.GetValueOrDefault(name);
            last[name] = mine.Task;
        }

        try
        {
            await WaitAsync(before, cancellationToken);
            return await run();
        }
        finally
        {
            mine.SetResult();
            lock (gate)
            {
                if (last.GetValueOrDefault(name) == mine.Task)
                {
                    last.Remove(name);
                }
            }
        }
    }

    private async Task WaitAsync(Task? before, CancellationToken cancellationToken)
    {
        if (before is null || Limit == TimeSpan.Zero)
        {
            return;
        }

        try
        {
            await before.WaitAsync(Limit, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Whoever came before is held up: whoever commits first wins.
        }

        // Not inside the call that is done.
        await Task.Yield();
    }
}
