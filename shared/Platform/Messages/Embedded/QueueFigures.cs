using SalesPerf.Platform.Documents.Sqlite;

namespace SalesPerf.Platform.Messages.Embedded;

/// <summary>What can be told about queues without taking anything from them. All of it is read from indexes.</summary>
internal static class QueueFigures
{
    private const string NextSql = "SELECT visible FROM messages WHERE queue = ?1 ORDER BY visible LIMIT 1";
    private const string NextDueSql = "SELECT MIN(visible) FROM messages WHERE token = 0 AND visible > ?1 AND visible <= ?2";
    private const string LastDueSql = "SELECT MAX(visible) FROM messages WHERE token = 0 AND visible > ?1 AND visible <= ?2";
    private const string OldestSql = "SELECT MIN(enqueued) FROM messages WHERE queue = ?1";
    private const string DueSql = "SELECT 1 FROM messages WHERE queue = ?1 AND visible <= ?2 LIMIT 1";
    private const string LockedSql = "SELECT 1 FROM messages WHERE queue = ?1 AND visible > ?2 AND token <> 0 LIMIT 1";
    private const string LiveSql = "SELECT queue, SUM(visible <= ?1), SUM(visible > ?1 AND token <> 0), COUNT(*), MIN(enqueued) FROM messages GROUP BY queue";
    private const string DeadSql = "SELECT queue, COUNT(*) FROM dead_letters GROUP BY queue";

    /// <summary>UTC ticks at which the queue's next message is due; null when it has none.</summary>
    public static long? NextVisible(SqliteSession session, string queue)
    {
        var next = session.Statement(NextSql).Bind(1, queue);
        if (!next.Step())
        {
            return null;
        }

        var visible = next.Number(0);
        next.Reset();
        return visible;
    }

    /// <summary>When the queue's oldest message was sent; null when it has none.</summary>
    public static DateTimeOffset? Oldest(SqliteSession session, string queue)
    {
        var oldest = session.Statement(OldestSql).Bind(1, queue);
        oldest.Step();
        var ticks = oldest.NumberOrNull(0);
        oldest.Reset();
        return ticks is { } sent ? new DateTimeOffset(sent, TimeSpan.Zero) : null;
    }

    /// <summary>The latest instant at which unlocked messages of any queue are due, of those within <paramref name="together"/> ticks of the next; null when none waits till then.</summary>
    public static DateTimeOffset? NextDue(SqliteSession session, long now, long together, long until)
    {
        if (Instant(NextDueSql, now, until) is not { } next)
        {
            return null;
        }

        return new DateTimeOffset(Instant(LastDueSql, now, Math.Min(until, next + together)) ?? next, TimeSpan.Zero);

        long? Instant(string sql, long after, long last)
        {
            var found = session.Statement(sql).Bind(1, after).Bind(2, last);
            found.Step();
            var ticks = found.NumberOrNull(0);
            found.Reset();
            return ticks;
        }
    }

    /// <summary>True when none of the queues has a message that is due or locked.</summary>
    public static bool AreIdle(SqliteSession session, IEnumerable<string> queues, long now)
    {
        session.Statement("BEGIN").Run();
        var isBusy = queues.Any(queue => Has(DueSql, queue) || Has(LockedSql, queue));
        session.Statement("COMMIT").Run();
        return !isBusy;

        bool Has(string sql, string queue)
        {
            var found = session.Statement(sql).Bind(1, queue).Bind(2, now);
            if (!found.Step())
            {
                return false;
            }

            found.Reset();
            return true;
        }
    }

    public static IReadOnlyList<QueueStatistics> All(SqliteSession session, IEnumerable<string> known, long now)
    {
        session.Statement("BEGIN").Run();
        var queues = new SortedDictionary<string, QueueStatistics>(StringComparer.Ordinal);
        foreach (var queue in known)
        {
            queues[queue] = Empty(queue);
        }

        var live = session.Statement(LiveSql).Bind(1, now);
        while (live.Step())
        {
            var (queue, ready, locked) = (live.Text(0), live.Number(1), live.Number(2));
            queues[queue] = new QueueStatistics(queue, ready, live.Number(3) - ready - locked, locked, 0, TimeSpan.FromTicks(Math.Max(0, now - live.Number(4))));
        }

        var dead = session.Statement(DeadSql);
        while (dead.Step())
        {
            var queue = dead.Text(0);
            queues[queue] = queues.GetValueOrDefault(queue, Empty(queue)) with { Dead = dead.Number(1) };
        }

        session.Statement("COMMIT").Run();
        return [.. queues.Values];
    }

    private static QueueStatistics Empty(string queue) => new(queue, 0, 0, 0, 0, null);
}
