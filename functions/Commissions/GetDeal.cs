using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Pages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Commissions;

/// <summary>All that was heard of a deal that means something for a person: the activities that a credit comes from.</summary>
[Requires(AccessAction.ReadStatement)]
public sealed class GetDeal(Authorize authorize, ModelDirectory directory, IDocumentStore store, TimeProvider time)
{
    [Function(nameof(GetDeal))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/reps/{id}/deals/{source}/{deal}")] HttpRequest request,
        string id,
        string source,
        string deal,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var principal = await authorize.RequireAsync(request, AccessAction.ReadStatement, cancellationToken);
        _ = new Query(request);
        var model = (await directory.GetAsync(cancellationToken)).Model;
        var today = model.Today(now);
        Authorize.Require(principal, AccessAction.ReadStatement, AccessTarget.OfPerson(id), model, today);
        if (!model.People.ContainsKey(id)
            || await store.ReadAsync<Contribution>(Partitions.Rep(id), DealDocuments.ContributionId(source, deal), cancellationToken) is not { Value: var means }
            || await store.ReadAsync<DealRecord>(Partitions.Record(source, "deal", deal), DealDocuments.RecordId, cancellationToken) is not { Value: var record }
            || (means.Open is null && means.Credit is null && means.Events.Count == 0))
        {
            return Problems.NotFound();
        }

        var answer = DealAnswer.Of(model, id, record, means);
        return Accept.Choose(request, Accept.Json, Accept.Html) == Accept.Json
            ? Reply.Json(answer)
            : Reply.Html(new DealPage(new Names(model, ScorecardInputs.Calendar(model, now), today), LocalTime.Zone(model.ZoneOf(id, today))).Render(answer), ContentSecurityPolicies.Page);
    }
}
