using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Objectives;

/// <summary>Retires an objective from a day.</summary>
[Requires(AccessAction.ManageResources)]
public sealed class DeleteObjective(ResourceRoutes routes)
{
    [Function(nameof(DeleteObjective))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/objectives/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        routes.DeleteAsync(ResourceKinds.Objectives, request, id, cancellationToken);
}
