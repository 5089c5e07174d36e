using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Settings;

/// <summary>Sets the approval settings, or gives them a new version.</summary>
[Requires(AccessAction.ManageResources)]
public sealed class PutApprovalSettings(ResourceRoutes routes)
{
    [Function(nameof(PutApprovalSettings))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/settings/approvals")] HttpRequest request, CancellationToken cancellationToken) =>
        routes.PutAsync(ResourceKinds.Approvals, request, ResourceKinds.SingleId, cancellationToken);
}
