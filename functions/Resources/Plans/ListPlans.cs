using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Plans;

/// <summary>Lists commission plans in force.</summary>
[Requires(AccessAction.ReadPlans)]
public sealed class ListPlans(ResourceRoutes routes)
{
    [Function(nameof(ListPlans))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/plans")] HttpRequest request, CancellationToken cancellationToken) =>
        routes.ListAsync(ResourceKinds.Plans, request, cancellationToken);
}
