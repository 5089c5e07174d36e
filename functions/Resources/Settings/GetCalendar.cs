using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Settings;

/// <summary>Reads the organisation's calendar as in force on a day.</summary>
[Requires(AccessAction.ReadResources)]
public sealed class GetCalendar(ResourceRoutes routes)
{
    [Function(nameof(GetCalendar))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/calendar")] HttpRequest request, CancellationToken cancellationToken) =>
        routes.GetAsync(ResourceKinds.Calendars, request, ResourceKinds.SingleId, cancellationToken);
}
