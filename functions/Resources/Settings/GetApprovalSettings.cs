using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Settings;

/// <summary>Reads the approval settings as in force on a day.</summary>
[Requires(AccessAction.ReadResources)]
public sealed class GetApprovalSettings(ResourceRoutes routes)
{
    [Function(nameof(GetApprovalSettings))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/settings/approvals")] HttpRequest request, CancellationToken cancellationToken) =>
        routes.GetAsync(ResourceKinds.Approvals, request, ResourceKinds.SingleId, cancellationToken);
}
