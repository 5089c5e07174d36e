using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Settings;

/// <summary>Reads the forecast settings with all versions.</summary>
[Requires(AccessAction.ReadResources)]
public sealed class GetForecastSettingsVersions(ResourceRoutes routes)
{
    [Function(nameof(GetForecastSettingsVersions))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/settings/forecast/versions")] HttpRequest request, CancellationToken cancellationToken) =>
        routes.VersionsAsync(ResourceKinds.Forecasts, request, ResourceKinds.SingleId, cancellationToken);
}
