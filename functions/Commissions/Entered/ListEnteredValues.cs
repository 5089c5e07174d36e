using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Commissions;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Commissions.Entered;

/// <summary>What was entered of a person's metrics, by the first day of its period. A page may be shorter than its size.</summary>
[Requires(AccessAction.ReadStatement)]
public sealed class ListEnteredValues(Authorize authorize, ModelDirectory directory, IDocumentStore store, TimeProvider time)
{
    [Function(nameof(ListEnteredValues))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/reps/{id}/entered-values")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ReadStatement, cancellationToken);
        var query = new Query(request, "state", Paging.SizeName, Paging.CursorName);
        var paging = new Paging(query);
        var state = query.Text("state");
        if (state is not (null or MetricEntry.Proposed or MetricEntry.Approved or MetricEntry.Rejected))
        {
            throw Query.Bad("state", "proposed, approved or rejected");
        }

        var model = (await directory.GetAsync(cancellationToken)).Model;
        Authorize.Require(principal, AccessAction.ReadStatement, AccessTarget.OfPerson(id), model, model.Today(time.GetUtcNow()));
        if (!model.People.ContainsKey(id))
        {
            return Problems.NotFound();
        }

        var page = await paging.ReadAsync(store, new RangeQuery(Partitions.Rep(id), EnteredValues.Kind), cancellationToken);
        return Reply.Json(new Page<MetricEntry>(
            [.. page.Items.Select(document => TypedDocuments.Open<MetricEntry>(document).Value).Where(entry => state is null || entry.State == state)], paging.NextLink(page.Continuation)));
    }
}
