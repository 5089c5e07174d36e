using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Bookkeeping;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>Goes on with a dispute: <c>review</c> and <c>resolve</c> are finance's, <c>escalate</c> is also of whoever may raise one.</summary>
[Requires(AccessAction.RaiseDispute)]
public sealed class MoveDispute(Authorize authorize, ModelDirectory directory, DisputeBooks disputes, TimeProvider time)
{
    private const int MaxBytes = 16 * 1024;

    [Function(nameof(MoveDispute))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/reps/{id}/disputes/{disputeId}/{step}")] HttpRequest request,
        string id,
        string disputeId,
        string step,
        CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.RaiseDispute, cancellationToken);
        _ = new Query(request);
        var model = (await directory.GetAsync(cancellationToken)).Model;
        Authorize.Require(principal, AccessAction.RaiseDispute, AccessTarget.OfPerson(id), model, model.Today(time.GetUtcNow()));
        if (StateOf(step) is not { } state || !model.People.ContainsKey(id))
        {
            return Problems.NotFound();
        }

        if (state != Dispute.Escalated)
        {
            Authorize.Require(principal, AccessAction.ManageBooks, AccessTarget.Everything, model, default);
        }

        JsonBody.RequireJson(request);
        using var bytes = await RequestBody.ReadAsync(request, MaxBytes, cancellationToken);
        return await disputes.MoveAsync(id, disputeId, state, JsonBody.Parse<MoveDisputeBody>(bytes.Span), principal.Id, cancellationToken) is { } moved
            ? Reply.Json(moved with { Fingerprint = null })
            : Problems.NotFound();
    }

    private static string? StateOf(string step) => step switch
    {
        "review" => Dispute.UnderReview,
        "escalate" => Dispute.Escalated,
        "resolve" => Dispute.Resolved,
        _ => null,
    };
}
