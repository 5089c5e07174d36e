using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Metrics;

/// <summary>Creates a metric, or gives it a new version.</summary>
[Requires(AccessAction.ManageResources)]
public sealed class PutMetric(ResourceRoutes routes)
{
    [Function(nameof(PutMetric))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/metrics/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        routes.PutAsync(ResourceKinds.Metrics, request, id, cancellationToken);
}
