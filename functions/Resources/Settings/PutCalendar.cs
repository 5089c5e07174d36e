using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Settings;

/// <summary>Sets the organisation's calendar, or gives it a new version.</summary>
[Requires(AccessAction.ManageResources)]
public sealed class PutCalendar(ResourceRoutes routes)
{
    [Function(nameof(PutCalendar))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/calendar")] HttpRequest request, CancellationToken cancellationToken) =>
        routes.PutAsync(ResourceKinds.Calendars, request, ResourceKinds.SingleId, cancellationToken);
}
