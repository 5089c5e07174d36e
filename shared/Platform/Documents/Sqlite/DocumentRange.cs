namespace SalesPerf.Platform.Documents.Sqlite;

/// <summary>One page of a range, read along the index of the order.</summary>
internal sealed class DocumentRange
{
    private const string Select = "SELECT id, at, rev, version, ttl, body FROM documents WHERE pk = ?1 AND kind = ?2 AND ";
    private const string Alive = " AND (expires IS NULL OR expires > ?3) ORDER BY ";
    private const string Ascending = "at, id LIMIT ?4";
    private const string Descending = "at DESC, id DESC LIMIT ?4";

    // Separate texts for the first and the later pages: given both bounds on one side, SQLite would start at the farther one.
    private const string FirstUp = Select + "at >= ?5 AND at < ?6" + Alive + Ascending;
    private const string NextUp = Select + "(at, id) > (?5, ?7) AND at < ?6" + Alive + Ascending;
    private const string FirstDown = Select + "at >= ?5 AND at < ?6" + Alive + Descending;
    private const string NextDown = Select + "at >= ?5 AND (at, id) < (?6, ?7)" + Alive + Descending;

    private readonly RangeQuery query;
    private readonly long now;
    private readonly (DateTimeOffset At, string Id)? after;

    /// <exception cref="ArgumentException">The continuation is not one of this query.</exception>
    public DocumentRange(RangeQuery query, long now)
    {
        this.query = query;
        this.now = now;
        after = query.Continuation is { } continuation ? RangeContinuation.Read(query, continuation) : null;
    }

    public DocumentPage Page(SqliteSession session)
    {
        var statement = Bind(session);
        var items = new List<Document>(Math.Min(query.Size, 128));
        var bytes = 0L;
        while (statement.Step())
        {
            if (items.Count == query.Size || bytes >= DocumentLimits.MaxPageBytes)
            {
                // One more is there: the page ends before it.
                statement.Reset();
                return new DocumentPage(items, RangeContinuation.After(query, items[^1].At, items[^1].Id));
            }

            items.Add(Read(statement));
            bytes += items[^1].Body.Length;
        }

        return new DocumentPage(items, null);
    }

    private SqliteStatement Bind(SqliteSession session)
    {
        var sql = (query.Descending, after) switch
        {
            (false, null) => FirstUp,
            (false, _) => NextUp,
            (true, null) => FirstDown,
            (true, _) => NextDown,
        };
        var from = query.From?.UtcTicks ?? long.MinValue;
        var to = query.To?.UtcTicks ?? long.MaxValue;
        var statement = session.Statement(sql).Bind(1, query.Pk).Bind(2, query.Kind).Bind(3, now).Bind(4, query.Size + 1L);
        if (after is not { } last)
        {
            return statement.Bind(5, from).Bind(6, to);
        }

        return query.Descending
            ? statement.Bind(5, from).Bind(6, last.At.UtcTicks).Bind(7, last.Id)
            : statement.Bind(5, last.At.UtcTicks).Bind(6, to).Bind(7, last.Id);
    }

    private Document Read(SqliteStatement statement) => new(
        query.Pk,
        statement.Text(0),
        query.Kind,
        new DateTimeOffset(statement.Number(1), TimeSpan.Zero),
        statement.Number(2),
        statement.Bytes(5),
        (int?)statement.NumberOrNull(4),
        CommitDocuments.ETag(statement.Number(3)));
}
