namespace SalesPerf.TestKit;

/// <summary>A machine's clock that somebody sets: what it says jumps, while timers and measured times go on as those of <paramref name="machine"/>.</summary>
public sealed class JumpingClock(TimeProvider machine) : TimeProvider
{
    private long shift;

    public override long TimestampFrequency => machine.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => machine.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => machine.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref shift));

    public override long GetTimestamp() => machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => machine.CreateTimer(callback, state, dueTime, period);

    /// <summary>Sets it by that much, forward or back.</summary>
    public void Jump(TimeSpan by) => Interlocked.Add(ref shift, by.Ticks);
}
