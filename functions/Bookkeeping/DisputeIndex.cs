using SalesPerf.Domain.Bookkeeping;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>
/// Which disputes there are, of everybody, by when they were raised. An entry is there before its dispute, names it and never changes: how a dispute stands is read from it,
/// so that the two cannot differ. One whose dispute was never written is passed over.
/// </summary>
public sealed class DisputeIndex(IDocumentStore store)
{
    public const string Kind = "dispute-entry";

    /// <summary>To be called before the dispute is written; one that is there is the same.</summary>
    public async Task AddAsync(string person, string id, DateTimeOffset raisedAt, CancellationToken cancellationToken)
    {
        var entry = TypedDocuments.New(Partitions.Disputes, Key.Of(person, id), Kind, raisedAt, new DisputeEntry(person, id));
        await store.CommitAsync(new DocumentBatch(Partitions.Disputes).Create(entry), cancellationToken);
    }

    /// <summary>The disputes of entries, in their order; without those that were never written.</summary>
    public async Task<IReadOnlyList<Dispute>> OpenAsync(IReadOnlyList<Document> entries, CancellationToken cancellationToken)
    {
        var all = entries.Select(document => TypedDocuments.Open<DisputeEntry>(document).Value).ToList();
        var found = new Dictionary<DisputeEntry, Dispute>();
        foreach (var person in all.GroupBy(entry => entry.Person, StringComparer.Ordinal))
        {
            foreach (var stored in await store.ReadManyAsync<Dispute>(Partitions.Rep(person.Key), [.. person.Select(entry => DisputeBooks.Id(entry.Id)).Distinct(StringComparer.Ordinal)], cancellationToken))
            {
                found[new DisputeEntry(person.Key, stored.Value.Id)] = stored.Value;
            }
        }

        return [.. all.Select(found.GetValueOrDefault).OfType<Dispute>()];
    }
}

/// <summary>A dispute that there is, or is about to be.</summary>
/// <param name="Person">Whose.</param>
/// <param name="Id">Its id.</param>
public sealed record DisputeEntry(string Person, string Id);
