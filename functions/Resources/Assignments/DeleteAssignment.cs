using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Assignments;

/// <summary>Retires a plan assignment from a day.</summary>
[Requires(AccessAction.ManageResources)]
public sealed class DeleteAssignment(ResourceRoutes routes)
{
    [Function(nameof(DeleteAssignment))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/assignments/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        routes.DeleteAsync(ResourceKinds.Assignments, request, id, cancellationToken);
}
