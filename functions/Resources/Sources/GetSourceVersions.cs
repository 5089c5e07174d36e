using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Sources;

/// <summary>Reads a source with all versions.</summary>
[Requires(AccessAction.ReadResources)]
public sealed class GetSourceVersions(ResourceRoutes routes)
{
    [Function(nameof(GetSourceVersions))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/sources/{id}/versions")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        routes.VersionsAsync(ResourceKinds.Sources, request, id, cancellationToken);
}
