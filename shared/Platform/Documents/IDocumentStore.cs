namespace SalesPerf.Platform.Documents;

/// <summary>
/// JSON documents in one container, partitioned by <see cref="Document.Pk"/>: what Azure Cosmos DB promises and nothing wider.
/// There is no query across partitions and no order except that of <see cref="Document.Sort"/> inside one partition and kind.
/// A store that is busy or away throws <see cref="TimeoutException"/>.
/// </summary>
public interface IDocumentStore
{
    /// <summary>Reads one document. Null when it does not exist or has expired.</summary>
    Task<Document?> ReadAsync(string pk, string id, CancellationToken cancellationToken);

    /// <summary>Reads several documents of one partition. Those that do not exist or have expired are absent from the result; order is that of <paramref name="ids"/>.</summary>
    Task<IReadOnlyList<Document>> ReadManyAsync(string pk, IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>
    /// One page of the documents of one kind in one partition with <c>from ≤ at &lt; to</c>, ordered by <see cref="Document.Sort"/>.
    /// A page may be shorter than <see cref="RangeQuery.Size"/> and still have a continuation; the last page has none. A page is no
    /// snapshot: of a batch committed meanwhile it may hold a part.
    /// </summary>
    Task<DocumentPage> RangeAsync(RangeQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Applies up to 100 operations and 2 MB in one partition, all or nothing. A refusal names the first operation refused.
    /// Any other failure throws, and the caller must treat the outcome as unknown. No id may appear twice in a batch.
    /// </summary>
    Task<CommitResult> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken);
}
