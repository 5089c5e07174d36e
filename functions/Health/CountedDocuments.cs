using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Health;

/// <summary>Counts what passes to the engine.</summary>
internal sealed class CountedDocuments(IDocumentStore engine, StoreCounters counters) : IDocumentStore
{
    private readonly CountedReads reads = new(engine, counters);

    public IDocumentReader SessionReads { get; } = new CountedReads(engine.SessionReads, counters);

    public Task<Document?> ReadAsync(string pk, string id, CancellationToken cancellationToken) => reads.ReadAsync(pk, id, cancellationToken);

    public Task<IReadOnlyList<Document>> ReadManyAsync(string pk, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        reads.ReadManyAsync(pk, ids, cancellationToken);

    public Task<DocumentPage> RangeAsync(RangeQuery query, CancellationToken cancellationToken) => reads.RangeAsync(query, cancellationToken);

    public async Task<CommitResult> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken)
    {
        var result = await counters.Watch(engine.CommitAsync(batch, cancellationToken));
        counters.Count(result);
        return result;
    }
}
