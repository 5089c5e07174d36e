using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace SalesPerf.Platform.Documents.Sqlite;

/// <summary>Read-only connections, reused. A read begins after every commit that was answered before it.</summary>
internal sealed class SqliteReaders(string path, SqliteCondition condition) : IDisposable
{
    private const int MostIdle = 16;

    private readonly ConcurrentStack<SqliteSession> idle = new();
    private volatile bool closed;

    public T Read<TArgument, T>(TArgument argument, Func<SqliteSession, TArgument, T> read)
    {
        ObjectDisposedException.ThrowIf(closed, this);
        try
        {
            return Use(argument, read);
        }
        catch (SqliteException failure)
        {
            throw condition.OfRead(failure);
        }
    }

    public void Dispose()
    {
        closed = true;
        while (idle.TryPop(out var session))
        {
            session.Dispose();
        }
    }

    private T Use<TArgument, T>(TArgument argument, Func<SqliteSession, TArgument, T> read)
    {
        var session = idle.TryPop(out var reused) ? reused : SqliteSession.OpenReader(path);
        var whole = false;
        try
        {
            var result = read(session, argument);
            whole = true;
            return result;
        }
        finally
        {
            // A read that failed half-way may hold an old state of the database: its connection goes with it.
            if (whole && !closed && idle.Count < MostIdle)
            {
                idle.Push(session);
            }
            else
            {
                session.Dispose();
            }
        }
    }
}
