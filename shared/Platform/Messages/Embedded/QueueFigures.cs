using SalesPerf.Platform.Documents.Sqlite;

namespace SalesPerf.Platform.Messages.Embedded;

/// <summary>What can be told about queues without taking anything from them. All of it is read from indexes.</summary>
internal static class QueueFigures
{
    private const string NextSql = "SELECT visible FROM messages WHERE queue = ?1 ORDER BY visible LIMIT 1";
    private const string NextDueSql = "SELECT MIN(visible) FROM messages WHERE token = 0 AND visible > ?1";
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

    /// <summary>The instant at which the next unlocked message of any queue is due; null when none waits.</summary>
    public static DateTimeOffset? NextDue(SqliteSession session, long now)
    {
        var next = session.Statement(NextDueSql).Bind(1, now);
        next.Step();
        var visible = next.NumberOrNull(0);
        next.Reset();
        return visible is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
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
