using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Objectives;

/// <summary>Creates an objective, or gives it a new version.</summary>
[Requires(AccessAction.ManageResources)]
public sealed class PutObjective(ResourceRoutes routes)
{
    [Function(nameof(PutObjective))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/objectives/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        routes.PutAsync(ResourceKinds.Objectives, request, id, cancellationToken);
}
