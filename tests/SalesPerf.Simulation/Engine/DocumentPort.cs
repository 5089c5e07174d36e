using System.Text;
using SalesPerf.Functions.Bookkeeping;
using SalesPerf.Platform.Documents;
using SalesPerf.Simulation.Mutants;

namespace SalesPerf.Simulation.Engine;

/// <summary>The store as an instance sees it. Ids of the access log, which the app makes at random, are made from the seed here.</summary>
internal sealed class DocumentPort(Calls calls, World world) : IDocumentStore
{
    private readonly Dictionary<string, (DateTimeOffset At, Document? Document)> identities = new(StringComparer.Ordinal);

    private Handled? Handling => world.Mutant?.LooksOnce == true ? Handled.Current : null;

    public Task<Document?> ReadAsync(string pk, string id, CancellationToken cancellationToken)
    {
        var handling = Handling;
        return calls.CallAsync($"read {pk} {id}", changes: false, () => Read(pk, id, handling));
    }

    public Task<IReadOnlyList<Document>> ReadManyAsync(string pk, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var handling = Handling;
        return calls.CallAsync<IReadOnlyList<Document>>(
            $"read {pk} {string.Join(' ', ids.Take(3))}", changes: false, () => [.. ids.Select(id => Read(pk, id, handling)).OfType<Document>()]);
    }

    public Task<DocumentPage> RangeAsync(RangeQuery query, CancellationToken cancellationToken)
    {
        var handling = Handling;
        return calls.CallAsync($"range {query.Pk} {query.Kind}", changes: false, () =>
        {
            var page = world.Documents.Range(query);
            var seen = world.Mutant?.Reads is null ? page : page with { Items = [.. page.Items.Select(world.Mutant.Reads)] };
            return handling?.Page(query, seen) ?? seen;
        });
    }

    public Task<CommitResult> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken)
    {
        var handling = Handling;
        var named = Named(batch);
        var sent = world.Mutant?.Sent(named, world) ?? named;
        return calls.CallAsync($"commit {named.Pk} {Names(named)}", changes: true, () =>
        {
            var result = sent.Operations.Count > 0 ? world.Documents.Commit(sent) : new CommitResult.Committed([.. batch.Operations.Select(_ => (string?)null)]);
            handling?.Ended(batch, result);
            return result;
        });
    }

    /// <summary>The record of an access under an id of the seed's; any other batch as it is.</summary>
    private DocumentBatch Named(DocumentBatch batch)
    {
        if (!batch.Pk.StartsWith("access~", StringComparison.Ordinal) || batch.Operations is not [DocumentOperation.Create { Document: var document }])
        {
            return batch;
        }

        var dice = world.Chance.About(batch.Pk);
        var id = $"{dice.Next():x16}{dice.Next():x16}";
        var body = Encoding.UTF8.GetString(document.Body.Span).Replace(document.Id, id, StringComparison.Ordinal);
        return new DocumentBatch(batch.Pk).Create(document with { Id = id, Body = Encoding.UTF8.GetBytes(body) });
    }

    private Document? Read(string pk, string id, Handled? handling)
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

        var seen = handling is null ? stored : handling.Read(pk, id, stored);
        return seen is null || mutant.Reads is null ? seen : mutant.Reads(seen);
    }

    /// <summary>What a commit is called, by which is decided what becomes of it: texts, whose ids are salted hashes, without these.</summary>
    private static string Names(DocumentBatch batch) => string.Join(
        ' ', batch.Operations.Take(3).Select(operation => $"{operation.GetType().Name} {(operation.Id.StartsWith(KeptText.Id(""), StringComparison.Ordinal) ? KeptText.Kind : operation.Id)}"));
}
