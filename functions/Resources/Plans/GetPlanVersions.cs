using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Plans;

/// <summary>Reads a commission plan with all versions.</summary>
[Requires(AccessAction.ReadResources)]
public sealed class GetPlanVersions(ResourceRoutes routes)
{
    [Function(nameof(GetPlanVersions))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/plans/{id}/versions")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        routes.VersionsAsync(ResourceKinds.Plans, request, id, cancellationToken);
}
