using System.Globalization;
using SalesPerf.Platform.Documents.Sqlite;

namespace SalesPerf.Platform.Messages.Embedded;

/// <summary>The messages given up, in their own table.</summary>
internal static class DeadLetters
{
    private const int MaxReason = 2_000;

    private const string CopySql =
        "INSERT INTO dead_letters (id, queue, enqueued, deliveries, redrives, reason, body) " +
        "SELECT id, queue, enqueued, ?2, redrives, ?3, body FROM messages WHERE id = ?1";

    private const string RemoveSql = "DELETE FROM messages WHERE id = ?1";

    private const string PeekSql =
        "SELECT id, body, reason, deliveries, redrives, enqueued FROM dead_letters WHERE queue = ?1 AND id > ?3 ORDER BY id LIMIT ?2";

    public static void Bury(WriteSession session, long id, int deliveries, string reason)
    {
        session.Statement(CopySql).Bind(1, id).Bind(2, deliveries).Bind(3, reason.Length <= MaxReason ? reason : reason[..MaxReason]).Run();
        session.Statement(RemoveSql).Bind(1, id).Run();
    }

    /// <param name="session">A reader.</param>
    /// <param name="queue">The queue they were given up in.</param>
    /// <param name="max">The most.</param>
    /// <param name="after">Only those with a number above it.</param>
    public static IReadOnlyList<DeadLetter> Peek(SqliteSession session, string queue, int max, long after = -1)
    {
        var letters = new List<DeadLetter>();
        var peek = session.Statement(PeekSql).Bind(1, queue).Bind(2, max).Bind(3, after);
        while (peek.Step())
        {
            letters.Add(new DeadLetter(
                peek.Number(0).ToString(CultureInfo.InvariantCulture),
                peek.Text(1),
                peek.Text(2),
                peek.Int(3),
                peek.Int(4),
                new DateTimeOffset(peek.Number(5), TimeSpan.Zero)));
        }

        return letters;
    }
}

/// <summary>Sends dead letters back, oldest first, under new numbers and with their deliveries forgotten.</summary>
internal sealed class RedriveDeadLetters(string queue, int max, int maxRedrives, Action<string> wake, CancellationToken cancellationToken)
    : WriteWork<int>(cancellationToken)
{
    private const string FindSql = "SELECT id FROM dead_letters WHERE queue = ?1 AND redrives < ?2 ORDER BY id LIMIT ?3";

    private const string SendSql =
        "INSERT INTO messages (id, queue, enqueued, visible, deliveries, redrives, token, body) " +
        "SELECT ?2, queue, enqueued, ?3, 0, redrives + 1, 0, body FROM dead_letters WHERE id = ?1";

    private const string RemoveSql = "DELETE FROM dead_letters WHERE id = ?1";

    public override long Size => max * 1024L;

    protected override int Apply(WriteSession session)
    {
        var ids = new List<long>();
        var find = session.Statement(FindSql).Bind(1, queue).Bind(2, maxRedrives).Bind(3, max);
        while (find.Step())
        {
            ids.Add(find.Number(0));
        }

        foreach (var id in ids)
        {
            session.Statement(SendSql).Bind(1, id).Bind(2, session.NextNumber()).Bind(3, session.Now).Run();
            session.Statement(RemoveSql).Bind(1, id).Run();
        }

        return ids.Count;
    }

    protected override void AfterCommit(int result) => wake(queue);
}

/// <summary>Sends dead letters back under other bodies. One that is no dead letter any more is left out.</summary>
internal sealed class ReplaceDeadLetters(string queue, IReadOnlyList<(long Id, string Body)> letters, Action<string> wake, CancellationToken cancellationToken)
    : WriteWork<int>(cancellationToken)
{
    private const string SendSql =
        "INSERT INTO messages (id, queue, enqueued, visible, deliveries, redrives, token, body) " +
        "SELECT ?2, queue, enqueued, ?3, 0, redrives + 1, 0, ?4 FROM dead_letters WHERE id = ?1";

    private const string RemoveSql = "DELETE FROM dead_letters WHERE id = ?1";

    public override long Size => letters.Sum(letter => (long)letter.Body.Length);

    protected override int Apply(WriteSession session)
    {
        var sent = 0;
        foreach (var (id, body) in letters)
        {
            sent += session.Statement(SendSql).Bind(1, id).Bind(2, session.NextNumber()).Bind(3, session.Now).Bind(4, body).Run();
            session.Statement(RemoveSql).Bind(1, id).Run();
        }

        return sent;
    }

    protected override void AfterCommit(int result) => wake(queue);
}

/// <summary>Frees what a process that is gone had locked. Its deliveries stay counted.</summary>
internal sealed class ReleaseLocks(bool isClockTrue) : WriteWork<int>(CancellationToken.None)
{
    // The index has all it takes to find them; the bodies are not read.
    private const string ReleaseSql =
        "UPDATE messages SET visible = MIN(visible, ?1), token = 0 WHERE id IN (SELECT id FROM messages INDEXED BY messages_due WHERE token <> 0)";

    public override long Size => 0;

    protected override int Apply(WriteSession session)
    {
        if (isClockTrue)
        {
            ClockSetBack.LookAtStart(session);
        }

        return session.Statement(ReleaseSql).Bind(1, session.Now).Run();
    }
}
