using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Roles;

/// <summary>Creates a role, or gives it a new version.</summary>
[Requires(AccessAction.ManageResources)]
public sealed class PutRole(ResourceRoutes routes)
{
    [Function(nameof(PutRole))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/roles/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        routes.PutAsync(ResourceKinds.Roles, request, id, cancellationToken);
}
