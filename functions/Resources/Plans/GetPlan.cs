using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Plans;

/// <summary>Reads a commission plan as in force on a day.</summary>
[Requires(AccessAction.ReadPlans)]
public sealed class GetPlan(ResourceRoutes routes)
{
    [Function(nameof(GetPlan))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/plans/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        routes.GetAsync(ResourceKinds.Plans, request, id, cancellationToken);
}
