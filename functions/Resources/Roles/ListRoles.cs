using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Roles;

/// <summary>Lists roles in force.</summary>
[Requires(AccessAction.ReadReference)]
public sealed class ListRoles(ResourceRoutes routes)
{
    [Function(nameof(ListRoles))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/roles")] HttpRequest request, CancellationToken cancellationToken) =>
        routes.ListAsync(ResourceKinds.Roles, request, cancellationToken);
}
