using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Sources;

/// <summary>Creates a source, or gives it a new version.</summary>
[Requires(AccessAction.ManageResources)]
public sealed class PutSource(ResourceRoutes routes)
{
    [Function(nameof(PutSource))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/sources/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        routes.PutAsync(ResourceKinds.Sources, request, id, cancellationToken);
}
