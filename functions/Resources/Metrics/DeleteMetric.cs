using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Metrics;

/// <summary>Retires a metric from a day.</summary>
[Requires(AccessAction.ManageResources)]
public sealed class DeleteMetric(ResourceRoutes routes)
{
    [Function(nameof(DeleteMetric))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/metrics/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        routes.DeleteAsync(ResourceKinds.Metrics, request, id, cancellationToken);
}
