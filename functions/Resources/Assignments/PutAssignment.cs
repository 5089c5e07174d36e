using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Assignments;

/// <summary>Creates a plan assignment, or gives it a new version.</summary>
[Requires(AccessAction.ManageResources)]
public sealed class PutAssignment(ResourceRoutes routes)
{
    [Function(nameof(PutAssignment))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/assignments/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        routes.PutAsync(ResourceKinds.Assignments, request, id, cancellationToken);
}
