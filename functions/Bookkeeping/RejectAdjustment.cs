using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>Rejects an adjustment: it never counts. Its author cannot, nor whose pay it is.</summary>
[Requires(AccessAction.ManageBooks)]
public sealed class RejectAdjustment(Authorize authorize, AdjustmentBooks adjustments)
{
    [Function(nameof(RejectAdjustment))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/reps/{id}/adjustments/{adjustmentId}/reject")] HttpRequest request,
        string id,
        string adjustmentId,
        CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ManageBooks, cancellationToken);
        _ = new Query(request);
        return await adjustments.DecideAsync(id, adjustmentId, isApproved: false, principal, cancellationToken) is { } decided
            ? Reply.Json(decided with { Fingerprint = null })
            : Problems.NotFound();
    }
}
