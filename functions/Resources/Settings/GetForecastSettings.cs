using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Settings;

/// <summary>Reads the forecast settings as in force on a day.</summary>
[Requires(AccessAction.ReadResources)]
public sealed class GetForecastSettings(ResourceRoutes routes)
{
    [Function(nameof(GetForecastSettings))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/settings/forecast")] HttpRequest request, CancellationToken cancellationToken) =>
        routes.GetAsync(ResourceKinds.Forecasts, request, ResourceKinds.SingleId, cancellationToken);
}
