using System.Net;
using Microsoft.Azure.Cosmos;

namespace SalesPerf.Platform.Documents.Cosmos;

/// <summary>Documents in a container of Azure Cosmos DB. What has expired is absent by the service's own clock, in whole seconds.</summary>
public sealed class CosmosDocumentStore(Container container) : IDocumentStore
{
    /// <summary>A create refused for a document that then is not there is tried again: it expired, or was deleted, in between.</summary>
    private const int Attempts = 3;

    private const string ContainerIsMissing = "1003";

    private const string NoVersion = "\"none\"";

    /// <summary>What has not been answered by then is given up. Of a commit, what became of it is unknown.</summary>
    internal TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(10);

    public Task<Document?> ReadAsync(string pk, string id, CancellationToken cancellationToken)
    {
        DocumentLimits.CheckKey(pk, id);
        return CosmosFailure.WithinAsync(Limit, limited => ReadOneAsync(pk, id, limited), cancellationToken);
    }

    public Task<IReadOnlyList<Document>> ReadManyAsync(string pk, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        foreach (var id in ids)
        {
            DocumentLimits.CheckKey(pk, id);
        }

        return ids.Count == 0
            ? Task.FromResult<IReadOnlyList<Document>>([])
            : CosmosFailure.WithinAsync(Limit, limited => ReadNamedAsync(pk, [.. ids.Distinct(StringComparer.Ordinal)], limited), cancellationToken);
    }

    public Task<DocumentPage> RangeAsync(RangeQuery query, CancellationToken cancellationToken)
    {
        DocumentLimits.CheckRange(query);
        return CosmosFailure.WithinAsync(Limit, limited => ReadPageAsync(query, limited), cancellationToken);
    }

    public async Task<CommitResult> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken)
    {
        if (DocumentLimits.Check(batch) is { } refused)
        {
            return refused;
        }

        cancellationToken.ThrowIfCancellationRequested();
        return await CosmosFailure.WithinAsync(Limit, limited => SendUntilSettledAsync(batch, limited), cancellationToken).ConfigureAwait(false);
    }

    private async Task<Document?> ReadOneAsync(string pk, string id, CancellationToken cancellationToken)
    {
        using var response = await container.ReadItemStreamAsync(id, new PartitionKey(pk), cancellationToken: cancellationToken).ConfigureAwait(false);
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

    private async Task<CommitResult> SendUntilSettledAsync(DocumentBatch batch, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var result = await SendAsync(batch, cancellationToken).ConfigureAwait(false);
            if (attempt == Attempts || result is not CommitResult.Refused { Reason: Refusal.Conflict } refused
                || await ReadAsync(batch.Pk, batch.Operations[refused.Index].Id, cancellationToken).ConfigureAwait(false) is not null)
            {
                return result;
            }
        }
    }

    private async Task<CommitResult> SendAsync(DocumentBatch batch, CancellationToken cancellationToken)
    {
        var request = container.CreateTransactionalBatch(new PartitionKey(batch.Pk));
        foreach (var operation in batch.Operations)
        {
            Add(request, operation);
        }

        using var response = await request.ExecuteAsync(cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            return new CommitResult.Committed([.. batch.Operations.Select((operation, index) => operation is DocumentOperation.Delete ? null : response[index].ETag)]);
        }

        return CosmosOutcome.Refusal(response.StatusCode, Enumerable.Range(0, response.Count).Select(index => response[index].StatusCode))
            ?? throw new CosmosException(response.ErrorMessage, response.StatusCode, 0, response.ActivityId, response.RequestCharge);
    }

    private static void Add(TransactionalBatch request, DocumentOperation operation)
    {
        switch (operation)
        {
            case DocumentOperation.Create create:
                request.CreateItemStream(CosmosEnvelope.Write(create.Document, 1), Options(null));
                break;
            case DocumentOperation.Replace replace:
                request.ReplaceItemStream(replace.Id, CosmosEnvelope.Write(replace.Document, replace.Document.Rev), Options(replace.ETag));
                break;
            case DocumentOperation.Upsert upsert:
                request.UpsertItemStream(CosmosEnvelope.Write(upsert.Document, upsert.Document.Rev), Options(null));
                break;
            case DocumentOperation.Delete delete:
                request.DeleteItem(delete.Id, Options(delete.ETag));
                break;
            default:
                throw new InvalidOperationException($"Unknown operation {operation.GetType().Name}.");
        }
    }

    // To the service an asterisk is any version, and nothing at all may be no condition: neither is a version that we ever gave.
    private static TransactionalBatchItemRequestOptions Options(string? etag) =>
        new() { IfMatchEtag = etag is "" or "*" ? NoVersion : etag, EnableContentResponseOnWrite = false };

    // Straight to the partition, without asking for a plan of the query first.
    private FeedIterator Pages(string pk, QueryDefinition query, int size) => container.GetItemQueryStreamIterator(
        query, requestOptions: new QueryRequestOptions { PartitionKey = new PartitionKey(pk), MaxItemCount = size, EnableOptimisticDirectExecution = true });

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
