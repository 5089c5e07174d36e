namespace SalesPerf.Platform.Documents.Sqlite;

/// <summary>Deletes documents whose time to live is over, a few at a time in transactions that happen anyway. Readers do not see them before that either.</summary>
internal sealed class ExpiredDocuments
{
    private const long EveryTicks = 10 * TimeSpan.TicksPerSecond;
    private const string Sql = "DELETE FROM documents WHERE rowid IN (SELECT rowid FROM documents WHERE expires <= ?1 ORDER BY expires LIMIT 200)";

    private long due;

    public void Purge(WriteSession session)
    {
        if (session.Now < due)
        {
            return;
        }

        var deleted = session.Statement(Sql).Bind(1, session.Now).Run();
        due = deleted < 200 ? session.Now + EveryTicks : session.Now;
    }
}
