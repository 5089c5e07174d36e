using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>Empties what was written about somebody who is erased. The books keep the hashes, and their chain holds.</summary>
public sealed class KeptTexts(IDocumentStore store)
{
    private const int ReadAtOnce = 100;

    /// <summary>What was written in a partition, by hash; without what was erased.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ReadAsync(string pk, IEnumerable<string?> hashes, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var some in hashes.OfType<string>().Distinct(StringComparer.Ordinal).Chunk(ReadAtOnce))
        {
            foreach (var text in await store.ReadManyAsync<KeptText>(pk, [.. some.Select(KeptText.Id)], cancellationToken))
            {
                if (text.Value.Text is { } known)
                {
                    found[text.Value.Hash] = known;
                }
            }
        }

        return found;
    }

    /// <summary>How many were emptied.</summary>
    public async Task<int> EraseAsync(string person, CancellationToken cancellationToken)
    {
        var (pk, erased) = (Partitions.Rep(person), 0);
        await foreach (var text in store.RangeAsync<KeptText>(new RangeQuery(pk, KeptText.Kind, Size: 500), cancellationToken))
        {
            if (text.Value.Text is not null)
            {
                await store.CommitAsync(new DocumentBatch(pk).Replace(text.Document, text.Value.Erased().ToDocument(pk)), cancellationToken);
                erased++;
            }
        }

        return erased;
    }
}
