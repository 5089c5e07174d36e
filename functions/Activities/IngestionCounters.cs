using SalesPerf.Functions.Activities.Traffic;

namespace SalesPerf.Functions.Activities;

/// <summary>What ingestion did since this process started.</summary>
public sealed class IngestionCounters(SourceTraffic? traffic = null)
{
    private long stored;
    private long duplicates;
    private long dead;
    private long quarantined;

    public long Stored => Interlocked.Read(ref stored);

    public long Duplicates => Interlocked.Read(ref duplicates);

    public long Dead => Interlocked.Read(ref dead);

    public long Quarantined => Interlocked.Read(ref quarantined);

    public void CountStored(int count) => Interlocked.Add(ref stored, count);

    public void CountDuplicate(string source)
    {
        Interlocked.Increment(ref duplicates);
        traffic?.CountDuplicate(source);
    }

    /// <param name="source">Null when it cannot be told.</param>
    public void CountDead(string? source)
    {
        Interlocked.Increment(ref dead);
        if (source is not null)
        {
            traffic?.CountDead(source);
        }
    }

    public void CountQuarantined() => Interlocked.Increment(ref quarantined);
}
