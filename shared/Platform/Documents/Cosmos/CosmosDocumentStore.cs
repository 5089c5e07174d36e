using System.Net;
using Microsoft.Azure.Cosmos;

namespace SalesPerf.Platform.Documents.Cosmos;

/// <summary>Documents in a container of Azure Cosmos DB. What has expired is absent by the service's own clock, in whole seconds.</summary>
/// <param name="container">The container.</param>
/// <param name="limit">What has not been answered by then is given up; of a commit, what became of it is unknown. Null is ten seconds.</param>
public sealed class CosmosDocumentStore(Container container, TimeSpan? limit = null) : IDocumentStore
{
    /// <summary>A create refused for a document that then is not there is tried again: it expired, or was deleted, in between.</summary>
    private const int Attempts = 3;

    private const string NoVersion = "\"none\"";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TimeSpan limit = limit ?? Patience;

    private readonly CosmosReader reads = new(container, limit ?? Patience, null);

    /// <summary>At half the price of the account's Strong reads, from one replica that has at least what this client has seen.</summary>
    public IDocumentReader SessionReads { get; } = new CosmosReader(container, limit ?? Patience, ConsistencyLevel.Session);

    public Task<Document?> ReadAsync(string pk, string id, CancellationToken cancellationToken) => reads.ReadAsync(pk, id, cancellationToken);

    public Task<IReadOnlyList<Document>> ReadManyAsync(string pk, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        reads.ReadManyAsync(pk, ids, cancellationToken);

    public Task<DocumentPage> RangeAsync(RangeQuery query, CancellationToken cancellationToken) => reads.RangeAsync(query, cancellationToken);

    public async Task<CommitResult> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken)
    {
        if (DocumentLimits.Check(batch) is { } refused)
        {
            return refused;
        }

        cancellationToken.ThrowIfCancellationRequested();
        return await CosmosFailure.WithinAsync(limit, limited => SendUntilSettledAsync(batch, limited), cancellationToken).ConfigureAwait(false);
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
}
