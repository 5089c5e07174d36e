namespace SalesPerf.Local.Hosting;

/// <summary>Loops, started once, that run until the host stops: first they are asked to take nothing new, and once the host's patience ends, to give up what they do.</summary>
internal sealed class Loops : IDisposable
{
    // What is told to give up still says so to the broker.
    private static readonly TimeSpan LastMoment = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource stop = new();
    private readonly CancellationTokenSource abort = new();
    private Task running = Task.CompletedTask;

    /// <param name="loops">Each is given a token to stop by and a token to abort by.</param>
    public void Start(IEnumerable<Func<CancellationToken, CancellationToken, Task>> loops) =>
        running = Task.WhenAll(loops.Select(loop => Task.Run(() => loop(stop.Token, abort.Token), CancellationToken.None)));

    /// <param name="patience">Cancelled when the host waits no longer.</param>
    public async Task StopAsync(CancellationToken patience)
    {
        await stop.CancelAsync();
        try
        {
            await running.WaitAsync(patience);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            await abort.CancelAsync();
            await Task.WhenAny(running, Task.Delay(LastMoment, CancellationToken.None));
        }
    }

    public void Dispose()
    {
        stop.Dispose();
        abort.Dispose();
    }
}
