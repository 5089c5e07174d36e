using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Bookkeeping;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>What of a person's pay finance holds by hand or did, with why, the first held first.</summary>
[Requires(AccessAction.ReadStatement)]
public sealed class ListHolds(Authorize authorize, ModelDirectory directory, IDocumentStore store, KeptTexts texts, TimeProvider time)
{
    [Function(nameof(ListHolds))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/reps/{id}/holds")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ReadStatement, cancellationToken);
        var paging = new Paging(new Query(request, Paging.SizeName, Paging.CursorName));
        var model = (await directory.GetAsync(cancellationToken)).Model;
        Authorize.Require(principal, AccessAction.ReadStatement, AccessTarget.OfPerson(id), model, model.Today(time.GetUtcNow()));
        if (!model.People.ContainsKey(id))
        {
            return Problems.NotFound();
        }

        var page = await paging.ReadAsync(store, new RangeQuery(Partitions.Rep(id), HoldBooks.Kind), cancellationToken);
        var items = page.Items.Select(document => TypedDocuments.Open<Hold>(document).Value).ToList();
        var said = await texts.ReadAsync(Partitions.Rep(id), items.SelectMany(item => new[] { item.ReasonHash, item.ReleaseReasonHash }), cancellationToken);
        return Reply.Json(new Page<ListedHold>(
            [.. items.Select(item => new ListedHold(item with { Fingerprint = null }, said.GetValueOrDefault(item.ReasonHash), item.ReleaseReasonHash is { } hash ? said.GetValueOrDefault(hash) : null))],
            paging.NextLink(page.Continuation)));
    }
}

/// <summary>A hold with why.</summary>
/// <param name="Hold">It.</param>
/// <param name="Reason">Absent once it was erased.</param>
/// <param name="ReleaseReason">Why it was released; absent before, and once it was erased.</param>
public sealed record ListedHold(Hold Hold, string? Reason, string? ReleaseReason);
