using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SalesPerf.Platform.Documents.Sqlite;

/// <summary>One connection and its prepared statements, used by one thread at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    private const int BusyMilliseconds = 10_000;

    private readonly SqliteConnection connection;

    // Statements are asked for by constant strings, which are one object each: comparing references spares hashing the text.
    private readonly Dictionary<string, SqliteStatement> statements = new(ReferenceEqualityComparer.Instance);

    private SqliteSession(string path, SqliteOpenMode mode)
    {
        connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ConnectionString);
        connection.Open();
        Handle = connection.Handle!;
        raw.sqlite3_busy_timeout(Handle, BusyMilliseconds);
        Execute("PRAGMA mmap_size=0");
        Execute("PRAGMA temp_store=MEMORY");
    }

    public sqlite3 Handle { get; }

    /// <summary>The one connection that writes.</summary>
    public static SqliteSession OpenWriter(string path)
    {
        var session = new SqliteSession(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            session.Execute("PRAGMA journal_mode=WAL");
            session.Execute("PRAGMA synchronous=FULL");
            session.Execute("PRAGMA wal_autocheckpoint=0");
            session.Execute("PRAGMA journal_size_limit=67108864");

            // Small on purpose: SQLite walks the whole cache at the end of most transactions, and the system's own cache is behind it.
            session.Execute("PRAGMA cache_size=-8000");
            session.Execute("PRAGMA foreign_keys=OFF");
            return session;
        }
        catch
        {
            session.KeepLog();
            session.Dispose();
            throw;
        }
    }

    /// <summary>A connection that cannot write, checkpoint or repair.</summary>
    public static SqliteSession OpenReader(string path)
    {
        var session = new SqliteSession(path, SqliteOpenMode.ReadOnly);
        session.Execute("PRAGMA query_only=1");
        return session;
    }

    /// <summary>The prepared statement of a constant text.</summary>
    public SqliteStatement Statement(string sql)
    {
        if (!statements.TryGetValue(sql, out var statement))
        {
            statements.Add(sql, statement = new SqliteStatement(Handle, sql));
        }

        return statement;
    }

    /// <summary>Rolls back whatever transaction is open, and ends the statements in it.</summary>
    public void RollBack()
    {
        foreach (var statement in statements.Values)
        {
            statement.Abandon();
        }

        if (raw.sqlite3_get_autocommit(Handle) == 0)
        {
            Statement("ROLLBACK").Run();
        }
    }

    /// <summary>From now on closing neither copies the log back nor removes it.</summary>
    public void KeepLog() => raw.sqlite3_db_config(Handle, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);

    /// <summary>Runs a text once, without keeping it.</summary>
    public void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The first column of the first row of a text run once.</summary>
    public object? Scalar(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    /// <summary>The first column of every row of a text run once, as they come.</summary>
    public IEnumerable<string> Column(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            yield return rows.GetString(0);
        }
    }

    /// <summary>Copies the whole database, as it is now, into a file that needs no log beside it.</summary>
    public void CopyTo(string path)
    {
        using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false }.ConnectionString);
        copy.Open();
        connection.BackupDatabase(copy);
        using var command = copy.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=DELETE";
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        foreach (var statement in statements.Values)
        {
            statement.Dispose();
        }

        connection.Dispose();
    }
}
