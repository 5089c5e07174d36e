using System.Net;
using Microsoft.Azure.Cosmos;

namespace SalesPerf.Platform.Documents.Cosmos;

/// <summary>Reads documents of a container.</summary>
/// <param name="container">The container.</param>
/// <param name="limit">What has not been answered by then is given up.</param>
/// <param name="consistency">What a read asks for; null is the account's own, which is never weaker.</param>
internal sealed class CosmosReader(Container container, TimeSpan limit, ConsistencyLevel? consistency) : IDocumentReader
{
    private const string ContainerIsMissing = "1003";

    public Task<Document?> ReadAsync(string pk, string id, CancellationToken cancellationToken)
    {
        DocumentLimits.CheckKey(pk, id);
        return CosmosFailure.WithinAsync(limit, limited => ReadOneAsync(pk, id, limited), cancellationToken);
    }

    public Task<IReadOnlyList<Document>> ReadManyAsync(string pk, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        foreach (var id in ids)
        {
            DocumentLimits.CheckKey(pk, id);
        }

        return ids.Count == 0
            ? Task.FromResult<IReadOnlyList<Document>>([])
            : CosmosFailure.WithinAsync(limit, limited => ReadNamedAsync(pk, [.. ids.Distinct(StringComparer.Ordinal)], limited), cancellationToken);
    }

    public Task<DocumentPage> RangeAsync(RangeQuery query, CancellationToken cancellationToken)
    {
        DocumentLimits.CheckRange(query);
        return CosmosFailure.WithinAsync(limit, limited => ReadPageAsync(query, limited), cancellationToken);
    }

    private async Task<Document?> ReadOneAsync(string pk, string id, CancellationToken cancellationToken)
    {
        using var response = await container.ReadItemStreamAsync(id, new PartitionKey(pk), Item(), cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotFound && response.Headers["x-ms-substatus"] != ContainerIsMissing)
        {
            return null;
        }

        return CosmosEnvelope.Read(await ContentAsync(response, cancellationToken).ConfigureAwait(false));
    }

    // Not the SDK's own way of reading many: that asks for a query plan first, and repeats itself for as long as the service answers 429.
    private async Task<IReadOnlyList<Document>> ReadNamedAsync(string pk, string[] wanted, CancellationToken cancellationToken)
    {
        if (wanted.Length == 1)
        {
            return await ReadOneAsync(pk, wanted[0], cancellationToken).ConfigureAwait(false) is { } one ? [one] : [];
        }

        var found = new Dictionary<string, Document>(wanted.Length, StringComparer.Ordinal);
        using var pages = Pages(pk, CosmosRange.Named(pk, wanted), wanted.Length);
        while (pages.HasMoreResults)
        {
            foreach (var document in await NextAsync(pages, cancellationToken).ConfigureAwait(false))
            {
                found.Add(document.Id, document);
            }
        }

        return [.. wanted.Where(found.ContainsKey).Select(id => found[id])];
    }

    private async Task<DocumentPage> ReadPageAsync(RangeQuery query, CancellationToken cancellationToken)
    {
        // One more than asked for tells whether the page is the last.
        using var pages = Pages(query.Pk, CosmosRange.Query(query), query.Size + 1);
        var items = new List<Document>(Math.Min(query.Size, 128));
        var bytes = 0L;
        while (items.Count <= query.Size && bytes < DocumentLimits.MaxPageBytes && pages.HasMoreResults)
        {
            var page = await NextAsync(pages, cancellationToken).ConfigureAwait(false);
            items.AddRange(page);
            bytes += page.Sum(document => (long)document.Body.Length);
        }

        if (items.Count <= query.Size && !pages.HasMoreResults)
        {
            return new DocumentPage(items, null);
        }

        var last = Math.Min(items.Count, query.Size) - 1;
        return new DocumentPage(items[..(last + 1)], RangeContinuation.After(query, items[last].At, items[last].Id));
    }

    // Straight to the partition, without asking for a plan of the query first.
    private FeedIterator Pages(string pk, QueryDefinition query, int size) => container.GetItemQueryStreamIterator(
        query, requestOptions: new QueryRequestOptions { PartitionKey = new PartitionKey(pk), MaxItemCount = size, ConsistencyLevel = consistency, EnableOptimisticDirectExecution = true });

    private ItemRequestOptions? Item() => consistency is null ? null : new() { ConsistencyLevel = consistency };

    private static async Task<IReadOnlyList<Document>> NextAsync(FeedIterator pages, CancellationToken cancellationToken)
    {
        using var response = await pages.ReadNextAsync(cancellationToken).ConfigureAwait(false);
        return CosmosEnvelope.ReadFeed(await ContentAsync(response, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<ReadOnlyMemory<byte>> ContentAsync(ResponseMessage response, CancellationToken cancellationToken)
    {
        response.EnsureSuccessStatusCode();
        using var buffer = new MemoryStream();
        await response.Content.CopyToAsync(buffer, cancellationToken).ConfigureAwait(false);
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }
}
