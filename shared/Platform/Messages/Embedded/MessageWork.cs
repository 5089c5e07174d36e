using SalesPerf.Platform.Documents.Sqlite;

namespace SalesPerf.Platform.Messages.Embedded;

/// <summary>Stores the messages of one send, once for every queue they go to.</summary>
internal sealed class SendMessages(IReadOnlyList<string> queues, BusMessage[] messages, long size, Action<string> wake, CancellationToken cancellationToken)
    : WriteWork<int>(cancellationToken)
{
    internal const string InsertSql =
        "INSERT INTO messages (id, queue, enqueued, visible, deliveries, redrives, token, body) VALUES (?1, ?2, ?3, ?4, 0, ?5, 0, ?6)";

    public override long Size => size;

    protected override int Apply(WriteSession session)
    {
        var insert = session.Statement(InsertSql);
        foreach (var queue in queues)
        {
            insert.Bind(2, queue).Bind(3, session.Now);
            foreach (var message in messages)
            {
                insert.Bind(1, session.NextNumber())
                    .Bind(4, ClockSetBack.Due(session, message.NotBefore))
                    .Bind(5, message.Redrives)
                    .Bind(6, message.Body)
                    .Run();
            }
        }

        return messages.Length;
    }

    protected override void AfterCommit(int result)
    {
        foreach (var queue in queues)
        {
            wake(queue);
        }
    }
}

/// <summary>Locks the messages of a queue that are due. Those whose deliveries are used up become dead letters instead.</summary>
internal sealed class ReceiveMessages(string queue, int max, TimeSpan lockFor, int maxDeliveryCount, CancellationToken cancellationToken)
    : WriteWork<IReadOnlyList<ReceivedMessage>>(cancellationToken)
{
    // In the order of the index: with the id alone behind what was sent together, all of that would be sorted for every delivery.
    private const string LockSql =
        "UPDATE messages SET visible = ?1, deliveries = deliveries + 1, token = ?2 WHERE id IN " +
        "(SELECT id FROM messages WHERE queue = ?3 AND visible <= ?4 ORDER BY visible, enqueued, token, id LIMIT ?5) " +
        "RETURNING id, body, deliveries, redrives, enqueued";

    public override long Size => max * 100L;

    protected override IReadOnlyList<ReceivedMessage> Apply(WriteSession session)
    {
        var token = session.NextNumber();
        var locked = session.Statement(LockSql).Bind(1, session.Now + lockFor.Ticks).Bind(2, token).Bind(3, queue).Bind(4, session.Now).Bind(5, max);
        var received = new List<ReceivedMessage>();
        var exhausted = new List<long>();
        while (locked.Step())
        {
            if (locked.Int(2) > maxDeliveryCount)
            {
                exhausted.Add(locked.Number(0));
                continue;
            }

            received.Add(new ReceivedMessage(
                queue, locked.Number(0), locked.Text(1), locked.Int(2), locked.Int(3), new DateTimeOffset(locked.Number(4), TimeSpan.Zero), token));
        }

        foreach (var id in exhausted)
        {
            DeadLetters.Bury(session, id, maxDeliveryCount, "The last delivery ended without an answer: its lock ran out or the process ended.");
        }

        return received;
    }
}

/// <summary>What a receiver gives back too late is as free as if it were still waiting: otherwise a clock that is set back would lock it once more, for nobody.</summary>
internal static class LostLocks
{
    private const string FreeSql = "UPDATE messages SET token = 0 WHERE id = ?1 AND token = ?2";

    public static void Free(WriteSession session, ReceivedMessage message) =>
        session.Statement(FreeSql).Bind(1, message.Id).Bind(2, message.LockToken).Run();
}

/// <summary>Removes messages whose lock still holds. Returns those whose lock was lost.</summary>
internal sealed class CompleteMessages(IReadOnlyCollection<ReceivedMessage> messages, Action<string> wake, CancellationToken cancellationToken)
    : WriteWork<IReadOnlyList<ReceivedMessage>>(cancellationToken)
{
    private const string DeleteSql = "DELETE FROM messages WHERE id = ?1 AND token = ?2 AND visible > ?3";

    public override long Size => messages.Count * 100L;

    protected override IReadOnlyList<ReceivedMessage> Apply(WriteSession session)
    {
        List<ReceivedMessage>? lost = null;
        var delete = session.Statement(DeleteSql).Bind(3, session.Now);
        foreach (var message in messages)
        {
            if (delete.Bind(1, message.Id).Bind(2, message.LockToken).Run() == 0)
            {
                LostLocks.Free(session, message);
                (lost ??= []).Add(message);
            }
        }

        return lost ?? (IReadOnlyList<ReceivedMessage>)[];
    }

    protected override void AfterCommit(IReadOnlyList<ReceivedMessage> result)
    {
        foreach (var queue in result.Select(lost => lost.Queue).Distinct(StringComparer.Ordinal))
        {
            wake(queue);
        }
    }
}

/// <summary>Gives messages back after a pause, or up when their deliveries are used up. Returns those whose lock was lost.</summary>
internal sealed class AbandonMessages(
    IReadOnlyCollection<(ReceivedMessage Message, TimeSpan Pause)> messages, string reason, int maxDeliveryCount, Action<string> wake, CancellationToken cancellationToken)
    : WriteWork<IReadOnlyList<ReceivedMessage>>(cancellationToken)
{
    private const string LaterSql = "UPDATE messages SET visible = ?3, token = 0 WHERE id = ?1 AND token = ?2 AND visible > ?4";

    public override long Size => messages.Count * 100L;

    protected override IReadOnlyList<ReceivedMessage> Apply(WriteSession session)
    {
        List<ReceivedMessage>? lost = null;
        foreach (var (message, pause) in messages)
        {
            var later = session.Statement(LaterSql).Bind(1, message.Id).Bind(2, message.LockToken).Bind(3, session.Now + pause.Ticks).Bind(4, session.Now);
            if (later.Run() == 0)
            {
                LostLocks.Free(session, message);
                (lost ??= []).Add(message);
            }
            else if (message.DeliveryCount >= maxDeliveryCount)
            {
                DeadLetters.Bury(session, message.Id, message.DeliveryCount, reason);
            }
        }

        return lost ?? (IReadOnlyList<ReceivedMessage>)[];
    }

    protected override void AfterCommit(IReadOnlyList<ReceivedMessage> result)
    {
        foreach (var queue in messages.Select(one => one.Message.Queue).Distinct(StringComparer.Ordinal))
        {
            wake(queue);
        }
    }
}
