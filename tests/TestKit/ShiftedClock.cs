namespace SalesPerf.TestKit;

/// <summary>A clock that a test moves, and that runs on at real speed, timers included, for code that waits.</summary>
public sealed class ShiftedClock(DateTimeOffset start) : TimeProvider
{
    private readonly long began = System.GetTimestamp();
    private long shift;

    public override DateTimeOffset GetUtcNow() => start.ToUniversalTime() + System.GetElapsedTime(began) + TimeSpan.FromTicks(Interlocked.Read(ref shift));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => System.GetElapsedTime(began).Ticks + Interlocked.Read(ref shift);

    public void Advance(TimeSpan by) => Interlocked.Add(ref shift, by.Ticks);
}
