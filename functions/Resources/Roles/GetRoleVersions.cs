using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Roles;

/// <summary>Reads a role with all versions.</summary>
[Requires(AccessAction.ReadReference)]
public sealed class GetRoleVersions(ResourceRoutes routes)
{
    [Function(nameof(GetRoleVersions))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/roles/{id}/versions")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        routes.VersionsAsync(ResourceKinds.Roles, request, id, cancellationToken);
}
