using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Resources.Plans;

/// <summary>Reads the draft of a plan, or what became of the last one.</summary>
[Requires(AccessAction.AuthorPlans)]
public sealed class GetPlanDraft(PlanDrafts drafts, Authorize authorize)
{
    [Function(nameof(GetPlanDraft))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/plans/{id}/draft")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.AuthorPlans, cancellationToken);
        _ = new Query(request);
        var stored = await drafts.ReadAsync(id, cancellationToken);
        var view = PlanDraftView.Of(stored.Value, EntityTag.Of(stored.Document));
        return Reply.Json(view, view.Etag);
    }
}
