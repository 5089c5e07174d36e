using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Objectives;

/// <summary>Reads an objective as in force on a day.</summary>
[Requires(AccessAction.ReadResources)]
public sealed class GetObjective(ResourceRoutes routes)
{
    [Function(nameof(GetObjective))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/objectives/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        routes.GetAsync(ResourceKinds.Objectives, request, id, cancellationToken);
}
