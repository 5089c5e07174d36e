using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Bookkeeping;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>Reopenings with why, the newest first.</summary>
[Requires(AccessAction.ManageBooks)]
public sealed class ListReopenings(Authorize authorize, IDocumentStore store, KeptTexts texts)
{
    [Function(nameof(ListReopenings))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/reopenings")] HttpRequest request, CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ManageBooks, cancellationToken);
        var paging = new Paging(new Query(request, Paging.SizeName, Paging.CursorName));
        var page = await paging.ReadAsync(store, new RangeQuery(BookDocuments.Organisation, ReopeningBooks.Kind, Descending: true), cancellationToken);
        var items = page.Items.Select(document => TypedDocuments.Open<Reopening>(document).Value).ToList();
        var said = await texts.ReadAsync(BookDocuments.Organisation, items.Select(item => item.ReasonHash), cancellationToken);
        return Reply.Json(new Page<ListedReopening>(
            [.. items.Select(item => new ListedReopening(item with { Fingerprint = null }, said.GetValueOrDefault(item.ReasonHash)))], paging.NextLink(page.Continuation)));
    }
}

/// <summary>A reopening with why.</summary>
/// <param name="Reopening">It.</param>
/// <param name="Reason">What was said.</param>
public sealed record ListedReopening(Reopening Reopening, string? Reason);
