using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>Approves a reopening: from now on the first open pay period posts what its months are worth by what was recorded until it was proposed. Its author cannot.</summary>
[Requires(AccessAction.ManageBooks)]
public sealed class ApproveReopening(Authorize authorize, ReopeningBooks reopenings)
{
    [Function(nameof(ApproveReopening))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/reopenings/{id}/approve")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ManageBooks, cancellationToken);
        _ = new Query(request);
        return await reopenings.DecideAsync(id, isApproved: true, principal.Id, cancellationToken) is { } decided
            ? Reply.Json(decided with { Fingerprint = null })
            : Problems.NotFound();
    }
}
