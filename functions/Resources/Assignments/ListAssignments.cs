using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Assignments;

/// <summary>Lists plan assignments in force.</summary>
[Requires(AccessAction.ReadPlans)]
public sealed class ListAssignments(ResourceRoutes routes)
{
    [Function(nameof(ListAssignments))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/assignments")] HttpRequest request, CancellationToken cancellationToken) =>
        routes.ListAsync(ResourceKinds.Assignments, request, cancellationToken);
}
