using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Health;

/// <summary>Counts what passes to the engine.</summary>
internal sealed class CountedDocuments(IDocumentStore engine, StoreCounters counters) : IDocumentStore
{
    public Task<Document?> ReadAsync(string pk, string id, CancellationToken cancellationToken)
    {
        counters.CountRead();
        return Watch(engine.ReadAsync(pk, id, cancellationToken));
    }

    public Task<IReadOnlyList<Document>> ReadManyAsync(string pk, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        counters.CountRead();
        return Watch(engine.ReadManyAsync(pk, ids, cancellationToken));
    }

    public Task<DocumentPage> RangeAsync(RangeQuery query, CancellationToken cancellationToken)
    {
        counters.CountRange();
        return Watch(engine.RangeAsync(query, cancellationToken));
    }

    public async Task<CommitResult> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken)
    {
        var result = await Watch(engine.CommitAsync(batch, cancellationToken));
        counters.Count(result);
        return result;
    }

    private Task<T> Watch<T>(Task<T> operation)
    {
        if (!operation.IsCompletedSuccessfully)
        {
            _ = operation.ContinueWith(
                static (_, state) => ((StoreCounters)state!).CountFailure(), // given below
                counters,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }

        return operation;
    }
}
