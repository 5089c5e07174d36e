using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Assignments;

/// <summary>Reads a plan assignment as in force on a day.</summary>
[Requires(AccessAction.ReadPlans)]
public sealed class GetAssignment(ResourceRoutes routes)
{
    [Function(nameof(GetAssignment))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/assignments/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        routes.GetAsync(ResourceKinds.Assignments, request, id, cancellationToken);
}
