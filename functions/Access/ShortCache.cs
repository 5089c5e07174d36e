using System.Collections.Concurrent;

namespace SalesPerf.Functions.Access;

/// <summary>Values read from the store, kept for 30 seconds and bounded in number. Nothing absent is kept, so strangers cannot fill it.</summary>
internal sealed class ShortCache<T>(TimeProvider time, int capacity = 10_000)
    where T : class
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (T Value, long ReadAt)> entries = new(StringComparer.Ordinal);

    private long forgotten;

    /// <summary>The value kept, or the one read; null when there is none.</summary>
    public async ValueTask<T?> GetAsync(string key, Func<string, CancellationToken, Task<T?>> read, CancellationToken cancellationToken)
    {
        var now = time.GetTimestamp();
        if (entries.TryGetValue(key, out var kept) && time.GetElapsedTime(kept.ReadAt, now) < Lifetime)
        {
            return kept.Value;
        }

        var before = Interlocked.Read(ref forgotten);
        var value = await read(key, cancellationToken);
        if (value is null)
        {
            entries.TryRemove(key, out _);
            return null;
        }

        // Full means far more holders than this is made for: starting again costs each of them one read.
        if (entries.Count >= capacity)
        {
            entries.Clear();
        }

        entries[key] = (value, now);
        if (Interlocked.Read(ref forgotten) != before)
        {
            // Something was changed meanwhile, and this may be from before it.
            entries.TryRemove(key, out _);
        }

        return value;
    }

    public void Forget(string key)
    {
        Interlocked.Increment(ref forgotten);
        entries.TryRemove(key, out _);
    }
}
