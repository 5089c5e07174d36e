using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Sources;

/// <summary>Lists sources in force.</summary>
[Requires(AccessAction.ReadResources)]
public sealed class ListSources(ResourceRoutes routes)
{
    [Function(nameof(ListSources))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/sources")] HttpRequest request, CancellationToken cancellationToken) =>
        routes.ListAsync(ResourceKinds.Sources, request, cancellationToken);
}
