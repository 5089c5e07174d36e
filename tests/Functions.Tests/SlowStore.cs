using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Tests;

/// <summary>Lets something happen once, right after a document was read by its id, or a kind of documents as a range.</summary>
internal sealed class SlowStore : IDocumentStore
{
    private IDocumentStore inner = null!;
    private (string Name, Func<Task> Happens)? once;

    public bool IsDone { get; private set; }

    public IDocumentStore Over(IDocumentStore store)
    {
        inner = store;
        return this;
    }

    /// <param name="name">The document's id; of a range its kind, or partition/kind.</param>
    /// <param name="happens">What happens then.</param>
    public void Once(string name, Func<Task> happens) => once = (name, happens);

    public async Task<Document?> ReadAsync(string pk, string id, CancellationToken cancellationToken)
    {
        var found = await inner.ReadAsync(pk, id, cancellationToken);
        await HappenAsync(id);
        return found;
    }

    public async Task<IReadOnlyList<Document>> ReadManyAsync(string pk, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var found = await inner.ReadManyAsync(pk, ids, cancellationToken);
        await HappenAsync([.. ids]);
        return found;
    }

    public async Task<DocumentPage> RangeAsync(RangeQuery query, CancellationToken cancellationToken)
    {
        var found = await inner.RangeAsync(query, cancellationToken);
        await HappenAsync(query.Kind, $"{query.Pk}/{query.Kind}");
        return found;
    }

    public Task<CommitResult> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken) => inner.CommitAsync(batch, cancellationToken);

    private async Task HappenAsync(params string[] names)
    {
        if (once is { } now && names.Contains(now.Name))
        {
            once = null;
            await now.Happens();
            IsDone = true;
        }
    }
}
