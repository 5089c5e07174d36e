namespace SalesPerf.Platform.Documents;

/// <summary>Reads documents, each of one partition. What is busy or away throws <see cref="TimeoutException"/>.</summary>
public interface IDocumentReader
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
}
