using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Assignments;

/// <summary>Reads a plan assignment with all versions.</summary>
[Requires(AccessAction.ReadResources)]
public sealed class GetAssignmentVersions(ResourceRoutes routes)
{
    [Function(nameof(GetAssignmentVersions))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/assignments/{id}/versions")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        routes.VersionsAsync(ResourceKinds.Assignments, request, id, cancellationToken);
}
