using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Settings;

/// <summary>Sets the forecast settings, or gives them a new version.</summary>
[Requires(AccessAction.ManageResources)]
public sealed class PutForecastSettings(ResourceRoutes routes)
{
    [Function(nameof(PutForecastSettings))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/settings/forecast")] HttpRequest request, CancellationToken cancellationToken) =>
        routes.PutAsync(ResourceKinds.Forecasts, request, ResourceKinds.SingleId, cancellationToken);
}
