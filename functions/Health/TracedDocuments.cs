using System.Diagnostics;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Health;

/// <summary>A span for every operation on the store. It says in what kind of partition, not in whose.</summary>
internal sealed class TracedDocuments(IDocumentStore store) : IDocumentStore
{
    private readonly TracedReads reads = new(store);

    public IDocumentReader SessionReads { get; } = new TracedReads(store.SessionReads);

    public Task<Document?> ReadAsync(string pk, string id, CancellationToken cancellationToken) => reads.ReadAsync(pk, id, cancellationToken);

    public Task<IReadOnlyList<Document>> ReadManyAsync(string pk, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        reads.ReadManyAsync(pk, ids, cancellationToken);

    public Task<DocumentPage> RangeAsync(RangeQuery query, CancellationToken cancellationToken) => reads.RangeAsync(query, cancellationToken);

    public Task<CommitResult> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken) =>
        TracedReads.TraceAsync("commit", batch.Pk, () => store.CommitAsync(batch, cancellationToken));
}

/// <summary>A span for every read.</summary>
internal sealed class TracedReads(IDocumentReader reader) : IDocumentReader
{
    public Task<Document?> ReadAsync(string pk, string id, CancellationToken cancellationToken) =>
        TraceAsync("read", pk, () => reader.ReadAsync(pk, id, cancellationToken));

    public Task<IReadOnlyList<Document>> ReadManyAsync(string pk, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        TraceAsync("read-many", pk, () => reader.ReadManyAsync(pk, ids, cancellationToken));

    public Task<DocumentPage> RangeAsync(RangeQuery query, CancellationToken cancellationToken) =>
        TraceAsync("range", query.Pk, () => reader.RangeAsync(query, cancellationToken));

    internal static Task<T> TraceAsync<T>(string operation, string pk, Func<Task<T>> ask) =>
        Telemetry.Source.HasListeners() ? TracedAsync(operation, pk, ask) : ask();

    private static async Task<T> TracedAsync<T>(string operation, string pk, Func<Task<T>> ask)
    {
        using var span = Telemetry.Source.StartActivity($"store {operation}", ActivityKind.Client);
        span?.SetTag("salesperf.partition", pk.Split('~', 2)[0]);
        try
        {
            var answer = await ask();
            span?.SetTag("salesperf.outcome", answer is CommitResult.Refused refused ? refused.Reason.ToString() : null);
            return answer;
        }
        catch (Exception failure)
        {
            span?.Fail(failure);
            throw;
        }
    }
}
