using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Teams;

/// <summary>Retires a team from a day.</summary>
[Requires(AccessAction.ManageResources)]
public sealed class DeleteTeam(ResourceRoutes routes)
{
    [Function(nameof(DeleteTeam))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/teams/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        routes.DeleteAsync(ResourceKinds.Teams, request, id, cancellationToken);
}
