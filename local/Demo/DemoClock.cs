namespace SalesPerf.Local.Demo;

/// <summary>
/// A clock that begins in the past and stands still but for being moved forward, so that however long the machine takes the same things happen at the same
/// instants; told to, it goes on with the true time.
/// </summary>
public sealed class DemoClock : TimeProvider
{
    private readonly Lock gate = new();
    private DateTimeOffset? stands;

    /// <param name="behind">How far in the past it begins.</param>
    public DemoClock(TimeSpan behind)
    {
        stands = System.GetUtcNow() - behind;
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return stands ?? System.GetUtcNow();
        }
    }

    /// <summary>Moves on to <paramref name="instant"/>, never backwards and never past the true time.</summary>
    public void MoveTo(DateTimeOffset instant)
    {
        lock (gate)
        {
            var present = System.GetUtcNow();
            stands = stands is not { } now ? null : instant <= now ? now : instant < present ? instant : present;
        }
    }

    /// <summary>Tells the true time from now on.</summary>
    public void MoveToPresent()
    {
        lock (gate)
        {
            stands = null;
        }
    }
}
