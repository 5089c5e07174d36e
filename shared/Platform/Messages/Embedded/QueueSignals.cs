using System.Collections.Concurrent;

namespace SalesPerf.Platform.Messages.Embedded;

/// <summary>Wakes whoever waits for a queue.</summary>
internal sealed class QueueSignals
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> signals = new(StringComparer.Ordinal);

    /// <summary>Completes at the next <see cref="Wake"/> of the queue. Take it before looking whether something is there.</summary>
    public Task Next(string queue) => signals.GetOrAdd(queue, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Wake(string queue)
    {
        if (signals.TryRemove(queue, out var signal))
        {
            signal.SetResult();
        }
    }

    public void WakeAll()
    {
        foreach (var queue in signals.Keys)
        {
            Wake(queue);
        }
    }
}
