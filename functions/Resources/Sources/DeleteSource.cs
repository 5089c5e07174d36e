using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Sources;

/// <summary>Retires a source from a day.</summary>
[Requires(AccessAction.ManageResources)]
public sealed class DeleteSource(ResourceRoutes routes)
{
    [Function(nameof(DeleteSource))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/sources/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        routes.DeleteAsync(ResourceKinds.Sources, request, id, cancellationToken);
}
