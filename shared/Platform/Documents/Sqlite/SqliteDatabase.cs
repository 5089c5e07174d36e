using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace SalesPerf.Platform.Documents.Sqlite;

/// <summary>
/// The file <c>salesperf.db</c> in the data folder: one writer, many readers, one process. What <see cref="WriteAsync"/> has
/// answered is on disk. Documents and messages share it, and so share the writer's transactions.
/// </summary>
public sealed partial class SqliteDatabase : IStorePurge, IStoreCondition, IDisposable
{
    // Before 3.51.3, two connections that write or checkpoint at the same moment can corrupt a database in WAL mode.
    private const int FirstSafeVersion = 3_051_003;

    // Errors of a lock that another process holds: Linux, macOS, Windows.
    private static readonly int[] IsLocked = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream processLock;
    private readonly SqliteCondition condition;
    private readonly SqliteSession session;
    private readonly SqliteWriter writer;
    private readonly SqliteReaders readers;
    private bool disposed;

    /// <exception cref="IOException">Another process uses the folder, or it cannot be written to.</exception>
    /// <exception cref="TimeoutException">The file cannot be written to.</exception>
    /// <exception cref="InvalidDataException">The file is damaged: as found by the check that follows an end out of order, or it cannot be opened for it.</exception>
    public SqliteDatabase(string dataFolder, TimeProvider time, ILogger<SqliteDatabase> logger)
    {
        Time = time;
        Path = System.IO.Path.Combine(System.IO.Path.GetFullPath(dataFolder), SqliteFile.Name);
        condition = new SqliteCondition(Path);
        CreateFolder(dataFolder);
        processLock = Lock(dataFolder);
        session = OpenOrRelease(logger);

        if (raw.sqlite3_libversion_number() < FirstSafeVersion && logger.IsEnabled(LogLevel.Information))
        {
            var version = raw.sqlite3_libversion().utf8_to_string();
            LogOldVersion(logger, version);
        }

        writer = new SqliteWriter(session, condition, time, logger);
        readers = new SqliteReaders(Path, condition);
    }

    /// <summary>The database file.</summary>
    public string Path { get; }

    /// <summary>The clock that expiry, delays and locks go by.</summary>
    public TimeProvider Time { get; }

    /// <summary>Commits answered and transactions written since the start.</summary>
    public SqliteCounters Counters => new(writer.Done.Works, writer.Done.Groups);

    /// <summary>Finishes the work handed in, copies the log back and lets the folder go.</summary>
    public void Dispose()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        readers.Dispose();
        writer.Dispose();
        session.Dispose();
        processLock.Dispose();
    }

    public Task PurgeAsync(CancellationToken cancellationToken) => writer.WriteAsync(new PurgeDatabase(session, cancellationToken));

    /// <inheritdoc />
    public async Task<string?> FaultAsync(CancellationToken cancellationToken)
    {
        if (condition.IsRefusing)
        {
            try
            {
                await writer.WriteAsync(new TryToWrite(cancellationToken)).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // As before: the condition says why.
            }
        }

        return condition.Fault;
    }

    internal string? Fault => condition.Fault;

    internal Task<T> WriteAsync<T>(WriteWork<T> work) => writer.WriteAsync(work);

    internal T Read<TArgument, T>(TArgument argument, Func<SqliteSession, TArgument, T> read) => readers.Read(argument, read);

    private SqliteSession OpenOrRelease(ILogger logger)
    {
        SqliteSession? opened = null;
        var isReady = false;
        try
        {
            // An orderly end copies the log back and removes it.
            var isUnclean = new FileInfo(Path + "-wal") is { Exists: true, Length: > 0 };
            opened = SqliteSession.OpenWriter(Path);
            if (isUnclean)
            {
                Check(opened, logger);
            }

            SqliteSchema.Prepare(opened, Path);
            isReady = true;
            return opened;
        }
        catch (SqliteException failure)
        {
            throw condition.OfWrite(failure);
        }
        finally
        {
            if (!isReady)
            {
                // The log stays: the next start has to look as well.
                opened?.KeepLog();
                opened?.Dispose();
                processLock.Dispose();
            }
        }
    }

    private void Check(SqliteSession opened, ILogger logger)
    {
        var started = Stopwatch.GetTimestamp();
        if (SqliteFile.Faults(opened, "quick_check") is { Count: > 0 } faults)
        {
            throw new InvalidDataException(SqliteCondition.Damaged(Path, string.Join("; ", faults)));
        }

        var took = Stopwatch.GetElapsedTime(started);
        LogChecked(logger, took.TotalMilliseconds);
    }

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            // People's data: nobody but the owner.
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    // The operating system lets the lock go when the process ends, however it ends.
    private static FileStream Lock(string folder)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(folder, "salesperf.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (IsLocked.Contains(exception.HResult))
        {
            throw new IOException($"The data folder {System.IO.Path.GetFullPath(folder)} is in use by another process. Stop it, or choose another folder.", exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The last run did not end in order: the database was checked in {Milliseconds:F0} ms and is whole")]
    private static partial void LogChecked(ILogger logger, double milliseconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "SQLite {Version} is older than 3.51.3 and can corrupt a database when two connections write or checkpoint at once. This program writes and checkpoints through one connection only, which avoids it; let no other program write to the data folder while it runs.")]
    private static partial void LogOldVersion(ILogger logger, string version);
}

/// <summary>What the writer did since the start.</summary>
/// <param name="Works">Commits, sends, receives and completions answered.</param>
/// <param name="Groups">Transactions that carried them.</param>
public sealed record SqliteCounters(long Works, long Groups);
