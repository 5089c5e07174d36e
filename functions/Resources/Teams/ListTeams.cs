using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Teams;

/// <summary>Lists teams in force.</summary>
[Requires(AccessAction.ReadReference)]
public sealed class ListTeams(ResourceRoutes routes)
{
    [Function(nameof(ListTeams))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/teams")] HttpRequest request, CancellationToken cancellationToken) =>
        routes.ListAsync(ResourceKinds.Teams, request, cancellationToken);
}
