using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Teams;

/// <summary>Reads a team as in force on a day.</summary>
[Requires(AccessAction.ReadReference)]
public sealed class GetTeam(ResourceRoutes routes)
{
    [Function(nameof(GetTeam))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/teams/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        routes.GetAsync(ResourceKinds.Teams, request, id, cancellationToken);
}
