using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace SalesPerf.Platform.Documents.Sqlite;

/// <summary>
/// Copies the write-ahead log back into the database, always on the writer's thread. A full log is begun again by the next
/// write, so the file stays near the bound; readers that keep it from that are waited for once it is far over.
/// </summary>
internal sealed partial class SqliteCheckpoint(SqliteSession session, ILogger logger)
{
    private const int Pages = 8_000;
    private const int FarOver = 32_000;

    private int since;
    private int next = Pages;

    public void AfterCommit()
    {
        raw.sqlite3_db_status(session.Handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var written, out _, 1);
        since += written;
        if (since >= next)
        {
            Run(since >= FarOver ? raw.SQLITE_CHECKPOINT_RESTART : raw.SQLITE_CHECKPOINT_PASSIVE);
        }
    }

    public void WhenIdle()
    {
        if (since > 0)
        {
            Run(raw.SQLITE_CHECKPOINT_PASSIVE);
        }
    }

    public void Close() => Run(raw.SQLITE_CHECKPOINT_TRUNCATE);

    private void Run(int mode)
    {
        var code = raw.sqlite3_wal_checkpoint_v2(session.Handle, "main", mode, out var log, out var copied);
        if (code == raw.SQLITE_OK && log == copied)
        {
            since = 0;
            next = Pages;
            return;
        }

        // A reader still needs older pages (or the disk is full): everything is safe in the log; try again later.
        next = since + (Pages / 4);
        if (code is not (raw.SQLITE_OK or raw.SQLITE_BUSY))
        {
            LogFailed(code);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The write-ahead log could not be copied back (SQLite code {Code}); it will be tried again")]
    private partial void LogFailed(int code);
}
