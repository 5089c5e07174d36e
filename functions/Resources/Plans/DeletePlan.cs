using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Plans;

/// <summary>Retires a commission plan from a day.</summary>
[Requires(AccessAction.ManageResources)]
public sealed class DeletePlan(ResourceRoutes routes)
{
    [Function(nameof(DeletePlan))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/plans/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        routes.DeleteAsync(ResourceKinds.Plans, request, id, cancellationToken);
}
