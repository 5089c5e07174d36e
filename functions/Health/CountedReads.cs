using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Health;

/// <summary>Counts what is read from the engine.</summary>
internal sealed class CountedReads(IDocumentReader engine, StoreCounters counters) : IDocumentReader
{
    public Task<Document?> ReadAsync(string pk, string id, CancellationToken cancellationToken)
    {
        counters.CountRead();
        return counters.Watch(engine.ReadAsync(pk, id, cancellationToken));
    }

    public Task<IReadOnlyList<Document>> ReadManyAsync(string pk, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        counters.CountRead();
        return counters.Watch(engine.ReadManyAsync(pk, ids, cancellationToken));
    }

    public Task<DocumentPage> RangeAsync(RangeQuery query, CancellationToken cancellationToken)
    {
        counters.CountRange();
        return counters.Watch(engine.RangeAsync(query, cancellationToken));
    }
}
