using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Tests.Competencies;

/// <summary>Lets something happen once, right after some documents were read by their ids.</summary>
internal sealed class SlowStore : IDocumentStore
{
    private IDocumentStore inner = null!;
    private (string Id, Func<Task> Happens)? once;

    public bool IsDone { get; private set; }

    public IDocumentStore Over(IDocumentStore store)
    {
        inner = store;
        return this;
    }

    public void Once(string id, Func<Task> happens) => once = (id, happens);

    public Task<Document?> ReadAsync(string pk, string id, CancellationToken cancellationToken) => inner.ReadAsync(pk, id, cancellationToken);

    public async Task<IReadOnlyList<Document>> ReadManyAsync(string pk, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var found = await inner.ReadManyAsync(pk, ids, cancellationToken);
        if (once is { } now && ids.Contains(now.Id))
        {
            once = null;
            await now.Happens();
            IsDone = true;
        }

        return found;
    }

    public Task<DocumentPage> RangeAsync(RangeQuery query, CancellationToken cancellationToken) => inner.RangeAsync(query, cancellationToken);

    public Task<CommitResult> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken) => inner.CommitAsync(batch, cancellationToken);
}
