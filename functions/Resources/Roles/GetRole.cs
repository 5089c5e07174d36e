using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Roles;

/// <summary>Reads a role as in force on a day.</summary>
[Requires(AccessAction.ReadReference)]
public sealed class GetRole(ResourceRoutes routes)
{
    [Function(nameof(GetRole))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/roles/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        routes.GetAsync(ResourceKinds.Roles, request, id, cancellationToken);
}
