using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Objectives;

/// <summary>Reads an objective with all versions.</summary>
[Requires(AccessAction.ReadResources)]
public sealed class GetObjectiveVersions(ResourceRoutes routes)
{
    [Function(nameof(GetObjectiveVersions))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/objectives/{id}/versions")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        routes.VersionsAsync(ResourceKinds.Objectives, request, id, cancellationToken);
}
