using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Sources;

/// <summary>Reads a source as in force on a day.</summary>
[Requires(AccessAction.ReadResources)]
public sealed class GetSource(ResourceRoutes routes)
{
    [Function(nameof(GetSource))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/sources/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        routes.GetAsync(ResourceKinds.Sources, request, id, cancellationToken);
}
