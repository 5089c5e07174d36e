namespace SalesPerf.Local.Demo;

/// <summary>A clock that starts in the past, runs on at real speed, and can be moved forward until it tells the true time.</summary>
public sealed class DemoClock : TimeProvider
{
    private readonly Lock gate = new();
    private TimeSpan behind;

    /// <param name="behind">How far in the past it starts.</param>
    public DemoClock(TimeSpan behind)
    {
        this.behind = behind;
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return System.GetUtcNow() - behind;
        }
    }

    /// <summary>Moves on to <paramref name="instant"/>, never backwards and never past the true time.</summary>
    public void MoveTo(DateTimeOffset instant)
    {
        lock (gate)
        {
            var wanted = System.GetUtcNow() - instant;
            behind = wanted < TimeSpan.Zero ? TimeSpan.Zero : wanted < behind ? wanted : behind;
        }
    }

    /// <summary>Tells the true time from now on.</summary>
    public void MoveToPresent() => MoveTo(System.GetUtcNow());
}
