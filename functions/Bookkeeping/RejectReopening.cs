using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>Rejects a reopening. Its author cannot.</summary>
[Requires(AccessAction.ManageBooks)]
public sealed class RejectReopening(Authorize authorize, ReopeningBooks reopenings)
{
    [Function(nameof(RejectReopening))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/reopenings/{id}/reject")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ManageBooks, cancellationToken);
        _ = new Query(request);
        return await reopenings.DecideAsync(id, isApproved: false, principal.Id, cancellationToken) is { } decided
            ? Reply.Json(decided with { Fingerprint = null })
            : Problems.NotFound();
    }
}
