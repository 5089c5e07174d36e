using System.Collections.Concurrent;

namespace SalesPerf.Functions.Health;

/// <summary>What <see cref="MeasureQueues"/> found last. The next reading may be another instance's: what is older than the next would be is not told any more.</summary>
public sealed class QueueReadings(TimeProvider time)
{
    /// <summary>How long a reading is told.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(6);

    private readonly ConcurrentDictionary<string, (QueueReading Reading, long At)> readings = new(StringComparer.Ordinal);

    public void Set(QueueReading reading) => readings[reading.Queue] = (reading, time.GetTimestamp());

    public IEnumerable<QueueReading> Fresh() => readings.Values.Where(found => time.GetElapsedTime(found.At) < Life).Select(found => found.Reading);
}

/// <summary>How a queue was found.</summary>
/// <param name="Queue">Its name.</param>
/// <param name="OldestSeconds">Since the oldest message could have been handled; 0 when none waits.</param>
/// <param name="Depth">Messages in it; null where the broker cannot say.</param>
/// <param name="Dead">Dead letters; null where the broker cannot say.</param>
public sealed record QueueReading(string Queue, long OldestSeconds, long? Depth, long? Dead);
