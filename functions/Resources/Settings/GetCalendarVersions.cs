using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Settings;

/// <summary>Reads the organisation's calendar with all versions.</summary>
[Requires(AccessAction.ReadResources)]
public sealed class GetCalendarVersions(ResourceRoutes routes)
{
    [Function(nameof(GetCalendarVersions))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/calendar/versions")] HttpRequest request, CancellationToken cancellationToken) =>
        routes.VersionsAsync(ResourceKinds.Calendars, request, ResourceKinds.SingleId, cancellationToken);
}
