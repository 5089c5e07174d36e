namespace SalesPerf.Platform.Documents.Sqlite;

/// <summary>Documents in <see cref="SqliteDatabase"/>. Reads run on the caller's thread; they are point reads and short ranges of a local file.</summary>
public sealed class SqliteDocumentStore(SqliteDatabase database) : IDocumentStore
{
    private const string ReadSql =
        "SELECT kind, at, rev, version, ttl, body FROM documents WHERE pk = ?1 AND id = ?2 AND (expires IS NULL OR expires > ?3)";

    public Task<Document?> ReadAsync(string pk, string id, CancellationToken cancellationToken)
    {
        DocumentLimits.CheckKey(pk, id);
        cancellationToken.ThrowIfCancellationRequested();
        var document = database.Read((Pk: pk, Id: id, Now: Now()), static (session, key) => Read(session, key.Pk, key.Id, key.Now));
        return Task.FromResult(document);
    }

    public Task<IReadOnlyList<Document>> ReadManyAsync(string pk, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        foreach (var id in ids)
        {
            DocumentLimits.CheckKey(pk, id);
        }

        cancellationToken.ThrowIfCancellationRequested();
        var documents = database.Read((Pk: pk, Ids: ids, Now: Now()), static (session, keys) =>
        {
            // One transaction sees one state, and asks for the read lock once.
            session.Statement("BEGIN").Run();
            var found = new List<Document>(keys.Ids.Count);
            foreach (var id in keys.Ids.Distinct(StringComparer.Ordinal))
            {
                if (Read(session, keys.Pk, id, keys.Now) is { } document)
                {
                    found.Add(document);
                }
            }

            session.Statement("COMMIT").Run();
            return found;
        });
        return Task.FromResult<IReadOnlyList<Document>>(documents);
    }

    public Task<DocumentPage> RangeAsync(RangeQuery query, CancellationToken cancellationToken)
    {
        DocumentLimits.CheckRange(query);
        cancellationToken.ThrowIfCancellationRequested();
        var range = new DocumentRange(query, Now());
        return Task.FromResult(database.Read(range, static (session, range) => range.Page(session)));
    }

    public async Task<CommitResult> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken)
    {
        if (DocumentLimits.Check(batch, out var size) is { } refused)
        {
            return refused;
        }

        cancellationToken.ThrowIfCancellationRequested();
        return await database.WriteAsync(new CommitDocuments(batch, size, cancellationToken)).ConfigureAwait(false);
    }

    private static Document? Read(SqliteSession session, string pk, string id, long now)
    {
        var statement = session.Statement(ReadSql).Bind(1, pk).Bind(2, id).Bind(3, now);
        if (!statement.Step())
        {
            return null;
        }

        var document = new Document(
            pk,
            id,
            statement.Text(0),
            new DateTimeOffset(statement.Number(1), TimeSpan.Zero),
            statement.Number(2),
            statement.Bytes(5),
            (int?)statement.NumberOrNull(4),
            CommitDocuments.ETag(statement.Number(3)));
        statement.Reset();
        return document;
    }

    private long Now() => database.Time.GetUtcNow().UtcTicks;
}
