using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Teams;

/// <summary>Creates a team, or gives it a new version.</summary>
[Requires(AccessAction.ManageResources)]
public sealed class PutTeam(ResourceRoutes routes)
{
    [Function(nameof(PutTeam))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/teams/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        routes.PutAsync(ResourceKinds.Teams, request, id, cancellationToken);
}
