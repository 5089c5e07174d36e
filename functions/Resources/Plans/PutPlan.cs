using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Directory;

namespace SalesPerf.Functions.Resources.Plans;

/// <summary>Writes a commission plan: a draft that waits for a second person, or, by an admin where the organisation lets them act alone, the version in force.</summary>
[Requires(AccessAction.AuthorPlans)]
public sealed class PutPlan(ResourceRoutes routes, PlanDrafts drafts, Authorize authorize, ModelDirectory directory, TimeProvider time)
{
    [Function(nameof(PutPlan))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/plans/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.AuthorPlans, cancellationToken);
        var model = (await directory.ReloadAsync(cancellationToken)).Model;
        var today = model.Today(time.GetUtcNow());
        return model.Approval(today).AdminAlone && AccessPolicy.May(principal, AccessAction.ManageResources, AccessTarget.Everything, model, today)
            ? await routes.PutAsync(ResourceKinds.Plans, request, id, cancellationToken)
            : await drafts.PutAsync(request, id, principal, cancellationToken);
    }
}
