using SalesPerf.Domain.Resources;

namespace SalesPerf.Functions.Directory;

/// <summary>
/// The resources of the store as one model, kept for 30 seconds. Readings are shared: at most one runs at a time, and however many ask
/// for a fresh one meanwhile, one more follows.
/// </summary>
public sealed class ModelDirectory(ModelReader reader, TimeProvider time)
{
    private readonly Lock gate = new();
    private LoadedModel? latest;
    private int latestSeen = -1;
    private Task<LoadedModel>? running;
    private Task<LoadedModel>? queued;
    private int writes;
    private int runningSees;

    /// <summary>The model as read at most 30 seconds ago, and after whatever this process told to <see cref="Forget"/>.</summary>
    public Task<LoadedModel> GetAsync(CancellationToken cancellationToken) => GetAsync(seesOwnWrites: true, cancellationToken);

    /// <summary>The model as read at most 30 seconds ago; what this process wrote since may be missing. For checks that look again before they refuse.</summary>
    public Task<LoadedModel> RecentAsync(CancellationToken cancellationToken) => GetAsync(seesOwnWrites: false, cancellationToken);

    /// <summary>The model as it is now: read after this call.</summary>
    public Task<LoadedModel> ReloadAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Following().WaitAsync(cancellationToken);
        }
    }

    /// <summary>What was known at <paramref name="asOf"/> (recorded time).</summary>
    public async Task<Model> AsOfAsync(DateTimeOffset asOf, CancellationToken cancellationToken)
    {
        var loaded = await GetAsync(cancellationToken);
        if (asOf >= loaded.LoadedAt)
        {
            loaded = await ReloadAsync(cancellationToken);
        }

        return loaded.Model with { AsOf = asOf };
    }

    /// <summary>Makes the next <see cref="GetAsync(CancellationToken)"/> read again: this process wrote a resource.</summary>
    public void Forget()
    {
        lock (gate)
        {
            writes++;
        }
    }

    private Task<LoadedModel> GetAsync(bool seesOwnWrites, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (latest is not null && latest.IsFreshAt(time.GetUtcNow()) && (latestSeen == writes || !seesOwnWrites))
            {
                return Task.FromResult(latest);
            }

            var reading = running is not null && runningSees == writes ? running : Following();
            return reading.WaitAsync(cancellationToken);
        }
    }

    /// <summary>A reading that has not begun yet. Called under the lock.</summary>
    private Task<LoadedModel> Following() =>
        running is null ? running = ReadAsync() : queued ??= AfterAsync(running);

    private async Task<LoadedModel> AfterAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return await ReadAsync();
    }

    private async Task<LoadedModel> ReadAsync()
    {
        // Whoever asks first holds the lock.
        await Task.Yield();
        var (began, sees) = Begin();
        try
        {
            var loaded = new LoadedModel(await reader.ReadAsync(CancellationToken.None), began);
            lock (gate)
            {
                (latest, latestSeen) = (loaded, sees);
            }

            return loaded;
        }
        finally
        {
            lock (gate)
            {
                running = queued;
                queued = null;
            }
        }
    }

    private (DateTimeOffset At, int Sees) Begin()
    {
        lock (gate)
        {
            runningSees = writes;
            return (time.GetUtcNow(), writes);
        }
    }
}
