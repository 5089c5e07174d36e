using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Metrics;

/// <summary>Reads a metric as in force on a day.</summary>
[Requires(AccessAction.ReadReference)]
public sealed class GetMetric(ResourceRoutes routes)
{
    [Function(nameof(GetMetric))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/metrics/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        routes.GetAsync(ResourceKinds.Metrics, request, id, cancellationToken);
}
