using System.Globalization;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Simulation.Engine;

/// <summary>What is stored: the contract of <see cref="IDocumentStore"/> without a wait. Time-to-live is not honoured: no run lasts that long.</summary>
internal sealed class StoredDocuments
{
    private readonly Dictionary<string, Dictionary<string, (string Sort, Document Document)>> partitions;
    private long etags;

    public StoredDocuments() => partitions = new(StringComparer.Ordinal);

    private StoredDocuments(StoredDocuments other)
    {
        partitions = other.partitions.ToDictionary(
            partition => partition.Key, partition => new Dictionary<string, (string, Document)>(partition.Value, StringComparer.Ordinal), StringComparer.Ordinal);
        etags = other.etags;
    }

    public IEnumerable<Document> All => partitions
        .OrderBy(partition => partition.Key, StringComparer.Ordinal)
        .SelectMany(partition => partition.Value.Values.OrderBy(stored => stored.Sort, StringComparer.Ordinal).Select(stored => stored.Document));

    public IEnumerable<Document> Unordered => partitions.Values.SelectMany(partition => partition.Values).Select(stored => stored.Document);

    public StoredDocuments Copy() => new(this);

    public Document? Read(string pk, string id) => partitions.TryGetValue(pk, out var partition) ? partition.GetValueOrDefault(id).Document : null;

    public DocumentPage Range(RangeQuery query)
    {
        DocumentLimits.CheckRange(query);
        if (!partitions.TryGetValue(query.Pk, out var partition))
        {
            return new DocumentPage([], null);
        }

        var after = query.Continuation is { } continuation && RangeContinuation.Read(query, continuation) is var (at, id) ? DocumentSort.Key(query.Kind, at, id) : null;
        var found = partition.Values
            .Where(stored => stored.Document.Kind == query.Kind && !(stored.Document.At < query.From) && !(stored.Document.At >= query.To))
            .ToList();
        found.Sort((one, other) => string.CompareOrdinal(one.Sort, other.Sort) * (query.Descending ? -1 : 1));
        var rest = after is null ? found : found.FindAll(one => string.CompareOrdinal(one.Sort, after) * (query.Descending ? -1 : 1) > 0);
        Document[] page = [.. rest.Take(query.Size).Select(one => one.Document)];
        return new DocumentPage(page, rest.Count > page.Length ? RangeContinuation.After(query, page[^1].At, page[^1].Id) : null);
    }

    public CommitResult Commit(DocumentBatch batch)
    {
        if (DocumentLimits.Check(batch) is { } tooLarge)
        {
            return tooLarge;
        }

        var partition = partitions.GetValueOrDefault(batch.Pk) ?? (partitions[batch.Pk] = new(StringComparer.Ordinal));
        for (var index = 0; index < batch.Operations.Count; index++)
        {
            if (Refused(partition.GetValueOrDefault(batch.Operations[index].Id).Document, batch.Operations[index]) is { } refusal)
            {
                return new CommitResult.Refused(index, refusal);
            }
        }

        return new CommitResult.Committed([.. batch.Operations.Select(operation => Apply(partition, operation))]);
    }

    private static Refusal? Refused(Document? stored, DocumentOperation operation) => operation switch
    {
        DocumentOperation.Create => stored is null ? null : Refusal.Conflict,
        DocumentOperation.Replace replace => stored?.ETag == replace.ETag ? null : Refusal.Stale,
        DocumentOperation.Delete delete => stored is not null && (delete.ETag ?? stored.ETag) == stored.ETag ? null : Refusal.Stale,
        _ => null,
    };

    private string? Apply(Dictionary<string, (string Sort, Document Document)> partition, DocumentOperation operation)
    {
        var written = operation switch
        {
            DocumentOperation.Create create => create.Document,
            DocumentOperation.Replace replace => replace.Document,
            DocumentOperation.Upsert upsert => upsert.Document,
            _ => null,
        };
        if (written is null)
        {
            partition.Remove(operation.Id);
            return null;
        }

        var etag = (++etags).ToString(CultureInfo.InvariantCulture);
        partition[operation.Id] = (written.Sort, written with { ETag = etag });
        return etag;
    }
}
