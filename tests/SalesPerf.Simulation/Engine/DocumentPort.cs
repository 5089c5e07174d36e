using SalesPerf.Platform.Documents;

namespace SalesPerf.Simulation.Engine;

/// <summary>The store as an instance sees it.</summary>
internal sealed class DocumentPort(Calls calls, World world) : IDocumentStore
{
    public Task<Document?> ReadAsync(string pk, string id, CancellationToken cancellationToken) =>
        calls.CallAsync($"read {pk} {id}", changes: false, () => world.Documents.Read(pk, id));

    public Task<IReadOnlyList<Document>> ReadManyAsync(string pk, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        calls.CallAsync<IReadOnlyList<Document>>(
            $"read {pk} {string.Join(' ', ids.Take(3))}", changes: false, () => [.. ids.Select(id => world.Documents.Read(pk, id)).OfType<Document>()]);

    public Task<DocumentPage> RangeAsync(RangeQuery query, CancellationToken cancellationToken) =>
        calls.CallAsync($"range {query.Pk} {query.Kind}", changes: false, () => world.Documents.Range(query));

    public Task<CommitResult> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken) =>
        calls.CallAsync($"commit {batch.Pk} {Names(batch)}", changes: true, () => world.Documents.Commit(batch));

    private static string Names(DocumentBatch batch) =>
        string.Join(' ', batch.Operations.Take(3).Select(operation => $"{operation.GetType().Name} {operation.Id}"));
}
