using SQLitePCL;

namespace SalesPerf.Platform.Documents.Sqlite;

/// <summary>
/// Writes the database anew, without what was deleted, and empties the log. It cannot share a transaction: the writer runs it between two.
/// </summary>
internal sealed class PurgeDatabase(SqliteSession session, CancellationToken cancellationToken) : WriteWork<bool>(cancellationToken)
{
    public override long Size => 0;

    public override bool IsAlone => true;

    protected override bool Apply(WriteSession work)
    {
        // The copy goes through a file that has no name any more, in the system's folder for such (SQLITE_TMPDIR), not through the memory.
        session.Execute("PRAGMA temp_store=FILE");
        try
        {
            session.Execute("VACUUM");
        }
        finally
        {
            session.Execute("PRAGMA temp_store=MEMORY");
        }

        var code = raw.sqlite3_wal_checkpoint_v2(session.Handle, "main", raw.SQLITE_CHECKPOINT_TRUNCATE, out _, out _);
        return code == raw.SQLITE_OK ? true : throw new TimeoutException($"The write-ahead log could not be emptied (SQLite code {code}).");
    }
}
