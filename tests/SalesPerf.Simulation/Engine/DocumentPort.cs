using SalesPerf.Platform.Documents;

namespace SalesPerf.Simulation.Engine;

/// <summary>The store as an instance sees it.</summary>
internal sealed class DocumentPort(Calls calls, World world) : IDocumentStore
{
    private readonly Dictionary<string, (DateTimeOffset At, Document? Document)> identities = new(StringComparer.Ordinal);

    public Task<Document?> ReadAsync(string pk, string id, CancellationToken cancellationToken) =>
        calls.CallAsync($"read {pk} {id}", changes: false, () => Read(pk, id));

    public Task<IReadOnlyList<Document>> ReadManyAsync(string pk, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        calls.CallAsync<IReadOnlyList<Document>>(
            $"read {pk} {string.Join(' ', ids.Take(3))}", changes: false, () => [.. ids.Select(id => Read(pk, id)).OfType<Document>()]);

    public Task<DocumentPage> RangeAsync(RangeQuery query, CancellationToken cancellationToken) => calls.CallAsync($"range {query.Pk} {query.Kind}", changes: false, () =>
    {
        var page = world.Documents.Range(query);
        return world.Mutant?.Reads is null ? page : page with { Items = [.. page.Items.Select(world.Mutant.Reads)] };
    });

    public Task<CommitResult> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken)
    {
        var sent = world.Mutant?.Sent(batch, world) ?? batch;
        return calls.CallAsync($"commit {batch.Pk} {Names(batch)}", changes: true, () =>
            sent.Operations.Count > 0 ? world.Documents.Commit(sent) : new CommitResult.Committed([.. batch.Operations.Select(_ => (string?)null)]));
    }

    private Document? Read(string pk, string id)
    {
        var stored = world.Documents.Read(pk, id);
        if (world.Mutant is not { } mutant)
        {
            return stored;
        }

        if (mutant.RemembersIdentities > TimeSpan.Zero && id.StartsWith("identity~", StringComparison.Ordinal))
        {
            var now = world.Time.GetUtcNow();
            if (!identities.TryGetValue(id, out var known) || now - known.At > mutant.RemembersIdentities)
            {
                identities[id] = known = (now, stored);
            }

            return known.Document;
        }

        return stored is null || mutant.Reads is null ? stored : mutant.Reads(stored);
    }

    private static string Names(DocumentBatch batch) =>
        string.Join(' ', batch.Operations.Take(3).Select(operation => $"{operation.GetType().Name} {operation.Id}"));
}
