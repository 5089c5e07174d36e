using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Metrics;

/// <summary>Reads a metric with all versions.</summary>
[Requires(AccessAction.ReadReference)]
public sealed class GetMetricVersions(ResourceRoutes routes)
{
    [Function(nameof(GetMetricVersions))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/metrics/{id}/versions")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        routes.VersionsAsync(ResourceKinds.Metrics, request, id, cancellationToken);
}
