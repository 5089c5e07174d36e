using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Commissions;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Resources.Plans;

/// <summary>Puts the draft of a plan in force: by anybody but its author. If-Match names the draft that was read; the same approval again gets the same answer.</summary>
[Requires(AccessAction.AuthorPlans)]
public sealed class ApprovePlan(PlanDrafts drafts, ChangeResource changes, Authorize authorize)
{
    [Function(nameof(ApprovePlan))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/plans/{id}/approve")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.AuthorPlans, cancellationToken);
        _ = new Query(request);
        var stored = await drafts.ReadAsync(id, cancellationToken);
        var draft = stored.Value;
        if (PlanDrafts.IsRepeated(request, stored, PlanDraft.WasApproved, principal.Id))
        {
            return await drafts.AnswerAsync(draft, cancellationToken);
        }

        if (!draft.MayBeApprovedBy(principal.Id))
        {
            return Problems.SecondPersonRequired("Whoever wrote a draft does not approve it: a second person does.");
        }

        var change = new ResourceChange<Plan>(id, draft.Content, draft.Author, draft.EffectiveFrom)
        {
            ApprovedBy = principal.Id,
            Beside = drafts.Approval(stored, principal.Id),
        };
        var done = await changes.ApplyAsync(ResourceKinds.Plans, change, null, cancellationToken);
        if (!done.IsChanged)
        {
            // It is in force as it is: nothing but the draft to settle.
            await drafts.DecideAsync(stored, drafts.Approved(stored, principal.Id, done.Version?.Number), cancellationToken);
        }

        var view = ResourceView.Of(done.Resource, done.Etag, done.Version, done.Warnings)!;
        return Reply.Json(view, view.Etag);
    }
}
