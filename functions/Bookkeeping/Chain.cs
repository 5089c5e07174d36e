using SalesPerf.Domain.Bookkeeping;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>Appends to a partition's audit chain, in the commit of what it attests: of two that append at once one loses, as both create the same entry.</summary>
public sealed class Chain(IDocumentStore store, TimeProvider time)
{
    /// <summary>The last entry; null when there is none. To be read before what an appended entry attests is decided.</summary>
    public async Task<ChainedEntry?> LastAsync(string pk, CancellationToken cancellationToken)
    {
        var page = await store.RangeAsync(new RangeQuery(pk, BookDocuments.ChainKind, Descending: true, Size: 1), cancellationToken);
        return page.Items is [var last, ..] ? TypedDocuments.Open<ChainedEntry>(last).Value : null;
    }

    /// <summary>Appends an entry that attests every document that the batch writes so far, texts apart, which go when somebody is erased, and a person's months, which every credit rewrites.</summary>
    public ChainedEntry Append(DocumentBatch batch, ChainedEntry? last, string actor, string action, string subject, IEnumerable<AttestedDocument>? more = null)
    {
        AttestedDocument[] documents =
        [
            .. batch.Operations.Select(Written).OfType<Document>().Where(document => document.Kind != KeptText.Kind && (document.Kind != Deals.Books.Kind || batch.Pk == BookDocuments.Organisation)).Select(document => new AttestedDocument(document.Id, ContentHash.Of(document.Body))),
            .. more ?? [],
        ];
        var entry = AuditChain.Next(last, time.GetUtcNow(), actor, action, subject, documents);
        batch.Create(BookDocuments.Chain(batch.Pk, entry));
        return entry;
    }

    private static Document? Written(DocumentOperation operation) => operation switch
    {
        DocumentOperation.Create create => create.Document,
        DocumentOperation.Replace replace => replace.Document,
        DocumentOperation.Upsert upsert => upsert.Document,
        _ => null,
    };
}
