using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Metrics;

/// <summary>Lists metrics in force.</summary>
[Requires(AccessAction.ReadReference)]
public sealed class ListMetrics(ResourceRoutes routes)
{
    [Function(nameof(ListMetrics))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/metrics")] HttpRequest request, CancellationToken cancellationToken) =>
        routes.ListAsync(ResourceKinds.Metrics, request, cancellationToken);
}
