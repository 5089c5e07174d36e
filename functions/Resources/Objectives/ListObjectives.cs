using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Objectives;

/// <summary>Lists objectives in force.</summary>
[Requires(AccessAction.ReadResources)]
public sealed class ListObjectives(ResourceRoutes routes)
{
    [Function(nameof(ListObjectives))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/objectives")] HttpRequest request, CancellationToken cancellationToken) =>
        routes.ListAsync(ResourceKinds.Objectives, request, cancellationToken);
}
