using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Plans;

/// <summary>Creates a commission plan, or gives it a new version.</summary>
[Requires(AccessAction.ManageResources)]
public sealed class PutPlan(ResourceRoutes routes)
{
    [Function(nameof(PutPlan))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/plans/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        routes.PutAsync(ResourceKinds.Plans, request, id, cancellationToken);
}
