using System.Globalization;

namespace SalesPerf.Platform.Documents.Sqlite;

/// <summary>One batch. An operation that is refused takes back those before it and leaves the other batches of the transaction alone.</summary>
internal sealed class CommitDocuments(DocumentBatch batch, long size, CancellationToken cancellationToken) : WriteWork<CommitResult>(cancellationToken)
{
    // What is there but expired counts as absent. The condition on the second line makes a conflict visible as "no row changed".
    private const string CreateSql = UpsertSql + " WHERE documents.expires <= ?10";

    private const string UpsertSql =
        "INSERT INTO documents (pk, id, kind, at, rev, version, ttl, expires, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) " +
        "ON CONFLICT (pk, id) DO UPDATE SET kind = excluded.kind, at = excluded.at, rev = excluded.rev, version = excluded.version, " +
        "ttl = excluded.ttl, expires = excluded.expires, body = excluded.body";

    private const string IsThere = " WHERE pk = ?1 AND id = ?2 AND (expires IS NULL OR expires > ?10)";

    // Most replacements keep kind and instant, and so need not touch the index of the order.
    private const string ReplaceBodySql =
        "UPDATE documents SET rev = ?5, version = ?6, ttl = ?7, expires = ?8, body = ?9" + IsThere + " AND version = ?11 AND kind = ?3 AND at = ?4";

    private const string ReplaceSql =
        "UPDATE documents SET kind = ?3, at = ?4, rev = ?5, version = ?6, ttl = ?7, expires = ?8, body = ?9" + IsThere + " AND version = ?11";

    private const string DeleteSql = "DELETE FROM documents" + IsThere + " AND (?11 IS NULL OR version = ?11)";

    public override long Size => size;

    /// <summary>The opaque version that readers see for the number stored.</summary>
    public static string ETag(long version) => version.ToString("x", CultureInfo.InvariantCulture);

    protected override CommitResult Apply(WriteSession session)
    {
        var operations = batch.Operations;
        var isGuarded = session.IsGuarded && operations.Count > 1;
        if (isGuarded)
        {
            session.Savepoint();
        }

        var etags = new string?[operations.Count];
        for (var index = 0; index < operations.Count; index++)
        {
            if (Apply(session, operations[index], out etags[index]) is { } refusal)
            {
                TakeBack(session, index, isGuarded);
                return new CommitResult.Refused(index, refusal);
            }
        }

        if (isGuarded)
        {
            session.Release();
        }

        return new CommitResult.Committed(etags);
    }

    private static void TakeBack(WriteSession session, int applied, bool isGuarded)
    {
        if (isGuarded)
        {
            session.RollBackToSavepoint();
        }
        else
        {
            session.NeedsGuard = applied > 0;
        }
    }

    private Refusal? Apply(WriteSession session, DocumentOperation operation, out string? etag)
    {
        etag = null;
        switch (operation)
        {
            case DocumentOperation.Create create:
                return Put(session, CreateSql, create.Document, 1, out etag).Bind(10, session.Now).Run() == 1 ? null : Refusal.Conflict;
            case DocumentOperation.Upsert upsert:
                Put(session, UpsertSql, upsert.Document, upsert.Document.Rev, out etag).Run();
                return null;
            case DocumentOperation.Replace replace:
                return Version(replace.ETag) is { } read && (Replace(session, ReplaceBodySql, replace, read, out etag) || Replace(session, ReplaceSql, replace, read, out etag))
                    ? null
                    : Refusal.Stale;
            case DocumentOperation.Delete delete:
                return Delete(session, delete) ? null : Refusal.Stale;
            default:
                throw new InvalidOperationException($"Unknown operation {operation.GetType().Name}.");
        }
    }

    private static bool Replace(WriteSession session, string sql, DocumentOperation.Replace replace, long read, out string? etag) =>
        Put(session, sql, replace.Document, replace.Document.Rev, out etag).Bind(10, session.Now).Bind(11, read).Run() == 1;

    private bool Delete(WriteSession session, DocumentOperation.Delete delete)
    {
        long? read = delete.ETag is null ? null : Version(delete.ETag) ?? -1;
        return session.Statement(DeleteSql).Bind(1, batch.Pk).Bind(2, delete.DocumentId).Bind(10, session.Now).Bind(11, read).Run() == 1;
    }

    private static SqliteStatement Put(WriteSession session, string sql, Document document, long rev, out string? etag)
    {
        var version = session.NextNumber();
        etag = ETag(version);
        return session.Statement(sql)
            .Bind(1, document.Pk)
            .Bind(2, document.Id)
            .Bind(3, document.Kind)
            .Bind(4, document.At.UtcTicks)
            .Bind(5, rev)
            .Bind(6, version)
            .Bind(7, (long?)document.TimeToLive)
            .Bind(8, document.TimeToLive is { } seconds ? session.Now + (seconds * TimeSpan.TicksPerSecond) : null)
            .Bind(9, document.Body.Span);
    }

    private static long? Version(string etag) =>
        long.TryParse(etag, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var version) ? version : null;
}
