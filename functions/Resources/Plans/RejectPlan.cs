using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Contracts.Commissions;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Commissions;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Resources.Plans;

/// <summary>Refuses the draft of a plan with a reason, or withdraws it: by anybody who writes plans, its author included.</summary>
[Requires(AccessAction.AuthorPlans)]
public sealed class RejectPlan(PlanDrafts drafts, Authorize authorize)
{
    private const int MaxBytes = 16 * 1024;

    private const int MaxReason = 500;

    [Function(nameof(RejectPlan))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/plans/{id}/reject")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.AuthorPlans, cancellationToken);
        _ = new Query(request);
        JsonBody.RequireJson(request);
        using var body = await RequestBody.ReadAsync(request, MaxBytes, cancellationToken);
        if (JsonBody.Parse<RejectDraftBody>(body.Span).Reason is not { } reason || reason.Trim().Length == 0 || reason.Length > MaxReason || reason.Any(char.IsControl))
        {
            return Problems.Validation("/reason", $"must be 1 to {MaxReason} characters, without control characters");
        }

        var stored = await drafts.ReadAsync(id, cancellationToken);
        if (!PlanDrafts.IsRepeated(request, stored, PlanDraft.WasRejected, principal.Id))
        {
            stored = await drafts.DecideAsync(stored, drafts.Rejected(stored, principal.Id, reason), cancellationToken);
        }

        var view = PlanDraftView.Of(stored.Value, EntityTag.Of(stored.Document));
        return Reply.Json(view, view.Etag);
    }
}
