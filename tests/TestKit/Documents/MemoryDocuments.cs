using System.Globalization;
using SalesPerf.Platform.Documents;

namespace SalesPerf.TestKit.Documents;

/// <summary>
/// Documents in memory, for tests of what stands on the port; time-to-live is not honoured. <see cref="BeforeCommit"/> lets a test
/// come between a read and the commit that follows, or fail it.
/// </summary>
public sealed class MemoryDocuments : IDocumentStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Pk, string Id), Document> documents = [];
    private long etags;

    /// <summary>Called before each commit is applied; may throw.</summary>
    public Func<DocumentBatch, Task>? BeforeCommit { get; set; }

    /// <summary>Called after each commit was applied; may throw: the outcome is then unknown to the caller.</summary>
    public Func<DocumentBatch, Task>? AfterCommit { get; set; }

    /// <summary>Commits applied.</summary>
    public int Commits { get; private set; }

    /// <summary>Pages read.</summary>
    public int Ranges { get; private set; }

    public IReadOnlyList<Document> All
    {
        get
        {
            lock (gate)
            {
                return [.. documents.Values.OrderBy(document => document.Pk, StringComparer.Ordinal).ThenBy(document => document.Sort, StringComparer.Ordinal)];
            }
        }
    }

    public Task<Document?> ReadAsync(string pk, string id, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult(documents.GetValueOrDefault((pk, id)));
        }
    }

    public Task<IReadOnlyList<Document>> ReadManyAsync(string pk, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<Document>>([.. ids.Select(id => documents.GetValueOrDefault((pk, id))).OfType<Document>()]);
        }
    }

    public Task<DocumentPage> RangeAsync(RangeQuery query, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            Ranges++;
            var found = documents.Values.Where(document =>
                document.Pk == query.Pk && document.Kind == query.Kind
                && (query.From is null || document.At >= query.From) && (query.To is null || document.At < query.To));
            var ordered = query.Descending
                ? found.OrderByDescending(document => document.Sort, StringComparer.Ordinal)
                : found.OrderBy(document => document.Sort, StringComparer.Ordinal);
            if (query.Continuation is not null && !query.Continuation.StartsWith(query.Kind + "~", StringComparison.Ordinal))
            {
                throw new ArgumentException("The continuation is not of this query.", nameof(query));
            }

            var rest = ordered.SkipWhile(document => query.Continuation is not null
                && (query.Descending ? string.CompareOrdinal(document.Sort, query.Continuation) >= 0 : string.CompareOrdinal(document.Sort, query.Continuation) <= 0)).ToList();
            var page = rest.Take(query.Size).ToList();
            return Task.FromResult(new DocumentPage(page, rest.Count > page.Count ? page[^1].Sort : null));
        }
    }

    public async Task<CommitResult> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken)
    {
        if (BeforeCommit is not null)
        {
            await BeforeCommit(batch);
        }

        var result = Apply(batch);
        if (AfterCommit is not null)
        {
            await AfterCommit(batch);
        }

        return result;
    }

    private CommitResult Apply(DocumentBatch batch)
    {
        lock (gate)
        {
            if (batch.Operations.Count > DocumentBatch.MaxOperations || batch.Operations.Sum(Size) > DocumentBatch.MaxBytes)
            {
                return new CommitResult.Refused(-1, Refusal.TooLarge);
            }

            for (var index = 0; index < batch.Operations.Count; index++)
            {
                if (RefusalOf(batch.Pk, batch.Operations[index]) is { } refusal)
                {
                    return new CommitResult.Refused(index, refusal);
                }
            }

            Commits++;
            return new CommitResult.Committed([.. batch.Operations.Select(operation => Apply(batch.Pk, operation))]);
        }
    }

    private Refusal? RefusalOf(string pk, DocumentOperation operation)
    {
        var stored = documents.GetValueOrDefault((pk, operation.Id));
        return operation switch
        {
            DocumentOperation.Create => stored is null ? null : Refusal.Conflict,
            DocumentOperation.Replace replace => stored?.ETag == replace.ETag ? null : Refusal.Stale,
            DocumentOperation.Delete delete => stored is not null && (delete.ETag is null || delete.ETag == stored.ETag) ? null : Refusal.Stale,
            _ => null,
        };
    }

    private string? Apply(string pk, DocumentOperation operation)
    {
        var document = Written(operation);
        if (document is null)
        {
            documents.Remove((pk, operation.Id));
            return null;
        }

        if (document.Pk != pk)
        {
            throw new ArgumentException($"Document {document.Id} is of partition {document.Pk}, the batch of {pk}.");
        }

        var etag = (++etags).ToString(CultureInfo.InvariantCulture);
        documents[(pk, operation.Id)] = document with { ETag = etag, Body = document.Body.ToArray() };
        return etag;
    }

    private static int Size(DocumentOperation operation) => Written(operation)?.Body.Length ?? 0;

    private static Document? Written(DocumentOperation operation) => operation switch
    {
        DocumentOperation.Create create => create.Document,
        DocumentOperation.Replace replace => replace.Document,
        DocumentOperation.Upsert upsert => upsert.Document,
        _ => null,
    };
}
