using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SalesPerf.Platform.Messages.Embedded;

namespace SalesPerf.Platform.Documents.Sqlite;

/// <summary>
/// The one thread that writes and checkpoints. Work that waits while a transaction goes to disk forms the next transaction:
/// one fsync for all of it.
/// </summary>
internal sealed partial class SqliteWriter : IDisposable
{
    private const int MostWorks = 1024;
    private const int MostBytes = 16 * 1024 * 1024;
    private const int MostRounds = 8;
    private static readonly TimeSpan Round = TimeSpan.FromMicroseconds(25);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    private readonly SqliteSession session;
    private readonly WriteSession work;
    private readonly SqliteCheckpoint checkpoint;
    private readonly ExpiredDocuments expired;
    private readonly ClockSetBack clock = new();
    private readonly SqliteCondition condition;
    private readonly ILogger logger;
    private readonly Thread thread;
    private readonly object gate = new();
    private Queue<WriteWork> waiting = new();
    private bool closing;

    public SqliteWriter(SqliteSession session, SqliteCondition condition, TimeProvider time, ILogger logger)
    {
        this.session = session;
        this.condition = condition;
        this.logger = logger;
        work = new WriteSession(session, time);
        checkpoint = new SqliteCheckpoint(session, logger);
        expired = new ExpiredDocuments();
        thread = new Thread(Loop) { IsBackground = true, Name = "salesperf-writer" };
        thread.Start();
    }

    /// <summary>Works and transactions done since the start.</summary>
    public (long Works, long Groups) Done { get; private set; }

    public Task<T> WriteAsync<T>(WriteWork<T> item)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closing, this);
            waiting.Enqueue(item);
            if (waiting.Count == 1)
            {
                Monitor.Pulse(gate);
            }
        }

        return item.Task;
    }

    /// <summary>Finishes what was handed in, then checkpoints.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            closing = true;
            Monitor.Pulse(gate);
        }

        thread.Join();
        checkpoint.Close();
    }

    private void Loop()
    {
        var group = new List<WriteWork>(MostWorks);
        var taken = new Queue<WriteWork>();
        while (true)
        {
            lock (gate)
            {
                if (waiting.Count == 0 && !closing)
                {
                    Monitor.Wait(gate, Idle);
                }

                if (waiting.Count == 0 && closing)
                {
                    return;
                }
            }

            Gather();
            lock (gate)
            {
                (waiting, taken) = (taken, waiting);
            }

            if (taken.Count == 0)
            {
                checkpoint.WhenIdle();
            }

            while (taken.Count > 0)
            {
                Take(taken, group);
                Write(group);
                group.Clear();
                checkpoint.AfterCommit();
            }
        }
    }

    // Callers come in bursts, above all those just answered: as long as more keep coming, a moment's patience spares an fsync.
    private void Gather()
    {
        var seen = 0;
        for (var round = 0; round < MostRounds; round++)
        {
            lock (gate)
            {
                if (waiting.Count == seen)
                {
                    return;
                }

                seen = waiting.Count;
            }

            var start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start) < Round)
            {
                Thread.Yield();
            }
        }
    }

    private static void Take(Queue<WriteWork> taken, List<WriteWork> group)
    {
        long bytes = 0;
        while (group.Count < MostWorks && bytes < MostBytes && taken.TryPeek(out var item))
        {
            if (item.IsAlone && group.Count > 0)
            {
                return;
            }

            taken.Dequeue();
            if (item.CancellationToken.IsCancellationRequested)
            {
                item.Cancelled();
                continue;
            }

            bytes += item.Size;
            group.Add(item);
            if (item.IsAlone)
            {
                return;
            }
        }
    }

    private void Write(List<WriteWork> group)
    {
        if (group.Count == 0)
        {
            return;
        }

        if (group[0].IsAlone)
        {
            RunAlone(group[0]);
            return;
        }

        try
        {
            // Savepoints cost a copy of every page touched, and are needed only when a batch is refused half-way: rare enough to start again.
            if (!TryRun(group, isGuarded: false))
            {
                RollBack();
                TryRun(group, isGuarded: true);
            }
        }
        catch (Exception exception)
        {
            RollBack();
            Split(group, exception);
            return;
        }

        try
        {
            session.Statement("COMMIT").Run();
        }
        catch (SqliteException exception)
        {
            RollBack();
            LogCommitFailed(exception, group.Count);
            var failure = condition.OfWrite(exception);
            group.ForEach(item => item.Failed(failure));
            return;
        }

        condition.Written();
        clock.Committed(work);
        Done = (Done.Works + group.Count, Done.Groups + 1);
        group.ForEach(item => item.Committed());
    }

    private void RunAlone(WriteWork item)
    {
        try
        {
            item.Run(work);
        }
        catch (Exception exception)
        {
            item.Failed(condition.OfWrite(exception));
            return;
        }

        item.Committed();
    }

    private bool TryRun(List<WriteWork> group, bool isGuarded)
    {
        session.Statement("BEGIN").Run();
        work.Start(isGuarded);
        clock.Look(work);
        expired.Purge(work);
        foreach (var item in group)
        {
            item.Run(work);
            if (work.NeedsGuard)
            {
                return false;
            }
        }

        return true;
    }

    // Nothing of the group is on disk: run its members one by one, so that only the one at fault fails.
    private void Split(List<WriteWork> group, Exception exception)
    {
        if (group.Count == 1)
        {
            group[0].Failed(condition.OfWrite(exception));
            return;
        }

        foreach (var item in group)
        {
            Write([item]);
        }
    }

    private void RollBack()
    {
        work.RolledBack();
        session.RollBack();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A transaction of {Works} works could not be committed")]
    private partial void LogCommitFailed(Exception exception, int works);
}
