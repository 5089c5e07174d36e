using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Roles;

/// <summary>Retires a role from a day.</summary>
[Requires(AccessAction.ManageResources)]
public sealed class DeleteRole(ResourceRoutes routes)
{
    [Function(nameof(DeleteRole))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/roles/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        routes.DeleteAsync(ResourceKinds.Roles, request, id, cancellationToken);
}
