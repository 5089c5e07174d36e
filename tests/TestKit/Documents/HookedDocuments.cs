using SalesPerf.Platform.Documents;

namespace SalesPerf.TestKit.Documents;

/// <summary>A store that lets a test come in before a commit: to do something else first, to refuse it, or to fail it.</summary>
public sealed class HookedDocuments(IDocumentStore inner) : IDocumentStore
{
    /// <summary>Called before each commit. What it returns is the answer; with null the commit is applied.</summary>
    public Func<DocumentBatch, Task<CommitResult?>>? BeforeCommit { get; set; }

    /// <summary>Told of each range that is read.</summary>
    public Action<RangeQuery>? BeforeRange { get; set; }

    public Task<Document?> ReadAsync(string pk, string id, CancellationToken cancellationToken) => inner.ReadAsync(pk, id, cancellationToken);

    public Task<IReadOnlyList<Document>> ReadManyAsync(string pk, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        inner.ReadManyAsync(pk, ids, cancellationToken);

    public Task<DocumentPage> RangeAsync(RangeQuery query, CancellationToken cancellationToken)
    {
        BeforeRange?.Invoke(query);
        return inner.RangeAsync(query, cancellationToken);
    }

    public async Task<CommitResult> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken) =>
        (BeforeCommit is { } hook ? await hook(batch) : null) ?? await inner.CommitAsync(batch, cancellationToken);

    /// <summary>Once, before the next commit that holds this id.</summary>
    public void Once(string id, Func<Task> act) => BeforeCommit = async batch =>
    {
        if (batch.Operations.All(operation => operation.Id != id))
        {
            return null;
        }

        BeforeCommit = null;
        await act();
        return null;
    };
}
