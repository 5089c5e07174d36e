namespace SalesPerf.Functions.Activities;

/// <summary>What ingestion did since this process started.</summary>
public sealed class IngestionCounters
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

    public void CountDuplicate() => Interlocked.Increment(ref duplicates);

    public void CountDead() => Interlocked.Increment(ref dead);

    public void CountQuarantined() => Interlocked.Increment(ref quarantined);
}
