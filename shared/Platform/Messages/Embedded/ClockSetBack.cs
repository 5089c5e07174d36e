using SalesPerf.Platform.Documents.Sqlite;

namespace SalesPerf.Platform.Messages.Embedded;

/// <summary>
/// Messages wait as long as they had to when the clock is set back, and not as much longer as it was set back by: what was due is due. A message that waits for
/// an hour of the day may come early by as much, and is put off again by whoever receives it. So may one that is sent just after.
/// </summary>
internal sealed class ClockSetBack
{
    private const string LatestSql = "SELECT MAX(enqueued) FROM messages";
    private const string EarlierSql = "UPDATE messages SET visible = visible - ?1, enqueued = MIN(enqueued, ?2) WHERE token = 0 AND visible > ?2";

    // Clocks are corrected by less all the time.
    private const long Noticed = TimeSpan.TicksPerSecond;

    // Between reading the clock and sending what it says.
    private const long OnItsWay = 5 * TimeSpan.TicksPerSecond;

    private long last;

    /// <summary>Compares with the transaction before.</summary>
    public void Look(WriteSession session)
    {
        var step = last - session.Now;
        if (step > Noticed)
        {
            session.SetBack = (step, session.Now);
        }

        Correct(session, step);
    }

    public void Committed(WriteSession session) => last = session.Now;

    /// <summary>When a message is due that is sent now: its instant may have been reckoned from before the clock was set back.</summary>
    public static long Due(WriteSession session, DateTimeOffset? notBefore)
    {
        var due = notBefore?.UtcTicks ?? session.Now;
        var (by, at) = session.SetBack;
        return by > 0 && session.Now - at < OnItsWay && due - session.Now >= by ? due - by : due;
    }

    /// <summary>Compares with what another run left: messages from the future.</summary>
    public static void LookAtStart(WriteSession session)
    {
        var latest = session.Statement(LatestSql);
        latest.Step();
        var sent = latest.NumberOrNull(0);
        latest.Reset();
        Correct(session, sent - session.Now ?? 0);
    }

    private static void Correct(WriteSession session, long step)
    {
        if (step > Noticed)
        {
            session.Statement(EarlierSql).Bind(1, step).Bind(2, session.Now).Run();
        }
    }
}
