using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Teams;

/// <summary>Reads a team with all versions.</summary>
[Requires(AccessAction.ReadReference)]
public sealed class GetTeamVersions(ResourceRoutes routes)
{
    [Function(nameof(GetTeamVersions))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/teams/{id}/versions")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        routes.VersionsAsync(ResourceKinds.Teams, request, id, cancellationToken);
}
