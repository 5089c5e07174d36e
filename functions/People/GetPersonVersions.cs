using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Resources;

namespace SalesPerf.Functions.People;

/// <summary>Reads a person with all versions.</summary>
[Requires(AccessAction.ReadResources)]
public sealed class GetPersonVersions(ResourceRoutes routes)
{
    [Function(nameof(GetPersonVersions))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/people/{id}/versions")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        routes.VersionsAsync(ResourceKinds.People, request, id, cancellationToken);
}
