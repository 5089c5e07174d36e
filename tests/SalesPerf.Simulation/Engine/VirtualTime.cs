namespace SalesPerf.Simulation.Engine;

/// <summary>The clock of a run: it stands still while anything runs and goes to the next thing that is to happen.</summary>
internal sealed class VirtualTime(DateTimeOffset start) : TimeProvider
{
    private readonly PriorityQueue<Action, (long Ticks, long Order)> events = new();
    private long ticks = start.UtcTicks;
    private long order;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => new(ticks, TimeSpan.Zero);

    public override long GetTimestamp() => ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void At(DateTimeOffset when, Action act) => events.Enqueue(act, (Math.Max(when.UtcTicks, ticks), order++));

    public void In(TimeSpan after, Action act) => At(GetUtcNow() + after, act);

    /// <summary>The next thing, at its time. False when there is none.</summary>
    public bool RunNext()
    {
        if (!events.TryDequeue(out var act, out var when))
        {
            return false;
        }

        ticks = Math.Max(ticks, when.Ticks);
        act();
        return true;
    }

    /// <summary>Sets the clock forward; what should have happened meanwhile happens now.</summary>
    public void JumpTo(DateTimeOffset instant) => ticks = Math.Max(ticks, instant.UtcTicks);

    private sealed class Timer(VirtualTime time, Action act) : ITimer
    {
        private int version;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var mine = ++version;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                time.In(dueTime, () => Fire(mine, period));
            }

            return true;
        }

        public void Dispose() => version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Fire(int mine, TimeSpan period)
        {
            if (mine != version)
            {
                return;
            }

            if (period > TimeSpan.Zero)
            {
                time.In(period, () => Fire(mine, period));
            }

            act();
        }
    }
}
