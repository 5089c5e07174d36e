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

/// <summary>A person's adjustments with why, by date.</summary>
[Requires(AccessAction.ReadStatement)]
public sealed class ListAdjustments(Authorize authorize, ModelDirectory directory, IDocumentStore store, KeptTexts texts, TimeProvider time)
{
    [Function(nameof(ListAdjustments))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/reps/{id}/adjustments")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ReadStatement, cancellationToken);
        var paging = new Paging(new Query(request, Paging.SizeName, Paging.CursorName));
        var model = (await directory.GetAsync(cancellationToken)).Model;
        Authorize.Require(principal, AccessAction.ReadStatement, AccessTarget.OfPerson(id), model, model.Today(time.GetUtcNow()));
        if (!model.People.ContainsKey(id))
        {
            return Problems.NotFound();
        }

        var page = await paging.ReadAsync(store, new RangeQuery(Partitions.Rep(id), AdjustmentBooks.Kind), cancellationToken);
        var items = page.Items.Select(document => TypedDocuments.Open<Adjustment>(document).Value).ToList();
        var said = await texts.ReadAsync(Partitions.Rep(id), items.Select(item => item.ReasonHash), cancellationToken);
        return Reply.Json(new Page<ListedAdjustment>(
            [.. items.Select(item => new ListedAdjustment(item with { Fingerprint = null }, said.GetValueOrDefault(item.ReasonHash)))], paging.NextLink(page.Continuation)));
    }
}

/// <summary>An adjustment with why.</summary>
/// <param name="Adjustment">It.</param>
/// <param name="Reason">Absent once it was erased.</param>
public sealed record ListedAdjustment(Adjustment Adjustment, string? Reason);
