namespace SalesPerf.TestKit;

/// <summary>A clock that stands still until it is moved. Timers run, in their order, on the thread that moves it.</summary>
public sealed class FakeTimeProvider(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<FakeTimer> timers = [];
    private DateTimeOffset now = start.ToUniversalTime();

    /// <summary>Starts at noon, UTC, on Wednesday 18 November 2026.</summary>
    public FakeTimeProvider()
        : this(new DateTimeOffset(2026, 11, 18, 12, 0, 0, TimeSpan.Zero))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Timers that will still run.</summary>
    public int PendingTimers
    {
        get
        {
            lock (gate)
            {
                return timers.Count;
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        SetUtcNow(GetUtcNow() + by);
    }

    /// <summary>Moves the clock. Every timer due until then runs at its own instant; moving back runs none.</summary>
    public void SetUtcNow(DateTimeOffset instant)
    {
        while (Next(instant) is { } due)
        {
            due.Run();
        }

        lock (gate)
        {
            now = instant.ToUniversalTime();
        }
    }

    private FakeTimer? Next(DateTimeOffset until)
    {
        lock (gate)
        {
            var next = timers.Where(timer => timer.Due <= until).MinBy(timer => timer.Due);
            if (next is null)
            {
                return null;
            }

            now = next.Due > now ? next.Due : now;
            if (next.Period > TimeSpan.Zero)
            {
                next.Due += next.Period;
            }
            else
            {
                timers.Remove(next);
            }

            return next;
        }
    }

    private sealed class FakeTimer(FakeTimeProvider clock, Action run) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public TimeSpan Period { get; private set; }

        public void Run() => run();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                clock.timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock.now + dueTime;
                    Period = period == Timeout.InfiniteTimeSpan ? TimeSpan.Zero : period;
                    clock.timers.Add(this);
                }

                return true;
            }
        }

        public void Dispose()
        {
            lock (clock.gate)
            {
                clock.timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
