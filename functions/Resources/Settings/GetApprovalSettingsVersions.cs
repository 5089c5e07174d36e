using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Resources.Settings;

/// <summary>Reads the approval settings with all versions.</summary>
[Requires(AccessAction.ReadResources)]
public sealed class GetApprovalSettingsVersions(ResourceRoutes routes)
{
    [Function(nameof(GetApprovalSettingsVersions))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/settings/approvals/versions")] HttpRequest request, CancellationToken cancellationToken) =>
        routes.VersionsAsync(ResourceKinds.Approvals, request, ResourceKinds.SingleId, cancellationToken);
}
