using System.Collections.Concurrent;

namespace SalesPerf.Functions.Access;

/// <summary>Values read from the store, kept for 30 seconds and bounded in number. Nothing absent is kept, so strangers cannot fill it.</summary>
internal sealed class ShortCache<T>(TimeProvider time, int capacity = 10_000)
    where T : class
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (T Value, long ReadAt)> entries = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<(string Key, long Forgotten), Lazy<Task<T?>>> readings = new();

    private long forgotten;

    /// <summary>The value kept, or the one read; null when there is none. Who asks while it is read waits for that reading, unless it was forgotten since that began.</summary>
    public async ValueTask<T?> GetAsync(string key, Func<string, CancellationToken, Task<T?>> read, CancellationToken cancellationToken)
    {
        if (entries.TryGetValue(key, out var kept) && time.GetElapsedTime(kept.ReadAt) < Lifetime)
        {
            return kept.Value;
        }

        // Somebody who goes away does not end the reading of those who wait.
        var change = (key, Interlocked.Read(ref forgotten));
        var reading = readings.GetOrAdd(change, _ => new Lazy<Task<T?>>(() => ReadAsync(change, read)));
        return await reading.Value.WaitAsync(cancellationToken);
    }

    private async Task<T?> ReadAsync((string Key, long Forgotten) change, Func<string, CancellationToken, Task<T?>> read)
    {
        try
        {
            var now = time.GetTimestamp();
            var value = await read(change.Key, CancellationToken.None);
            if (value is null)
            {
                entries.TryRemove(change.Key, out _);
                return null;
            }

            // Full means far more holders than this is made for: starting again costs each of them one read.
            if (entries.Count >= capacity)
            {
                entries.Clear();
            }

            entries[change.Key] = (value, now);
            if (Interlocked.Read(ref forgotten) != change.Forgotten)
            {
                // Something was changed meanwhile, and this may be from before it.
                entries.TryRemove(change.Key, out _);
            }

            return value;
        }
        finally
        {
            readings.TryRemove(change, out _);
        }
    }

    public void Forget(string key)
    {
        Interlocked.Increment(ref forgotten);
        entries.TryRemove(key, out _);
    }
}
