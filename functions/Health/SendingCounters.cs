namespace SalesPerf.Functions.Health;

/// <summary>Sendings since this process started, and whether the broker is there.</summary>
public sealed class SendingCounters(TimeProvider time)
{
    private long sent;
    private long failures;
    private long awaySince;

    /// <summary>Messages sent.</summary>
    public long Sent => Interlocked.Read(ref sent);

    /// <summary>Sendings that failed, cancelled ones not counted.</summary>
    public long Failures => Interlocked.Read(ref failures);

    /// <summary>When a sending first found the broker busy or away, none having succeeded since; null while it is there.</summary>
    public DateTimeOffset? AwaySince => Interlocked.Read(ref awaySince) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    internal void CountSent(int count)
    {
        Interlocked.Add(ref sent, count);
        Interlocked.Exchange(ref awaySince, 0);
    }

    internal void CountFailure(bool isAway)
    {
        Interlocked.Increment(ref failures);
        if (isAway)
        {
            Interlocked.CompareExchange(ref awaySince, time.GetUtcNow().UtcTicks, 0);
        }
    }
}
