using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>Approves an adjustment: it counts from now on. Its author cannot, nor whose pay it is.</summary>
[Requires(AccessAction.ManageBooks)]
public sealed class ApproveAdjustment(Authorize authorize, AdjustmentBooks adjustments)
{
    [Function(nameof(ApproveAdjustment))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/reps/{id}/adjustments/{adjustmentId}/approve")] HttpRequest request,
        string id,
        string adjustmentId,
        CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ManageBooks, cancellationToken);
        _ = new Query(request);
        return await adjustments.DecideAsync(id, adjustmentId, isApproved: true, principal, cancellationToken) is { } decided
            ? Reply.Json(decided with { Fingerprint = null })
            : Problems.NotFound();
    }
}
