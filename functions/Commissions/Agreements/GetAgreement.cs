using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Commissions.Agreements;
using SalesPerf.Domain.Commissions.Rendering;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Pages;
using SalesPerf.Functions.Resources.Plans;

namespace SalesPerf.Functions.Commissions.Agreements;

/// <summary>One of what a person is to agree to, with its plan in plain English: as JSON, or as a page in a browser.</summary>
[Requires(AccessAction.ReadStatement)]
public sealed class GetAgreement(Authorize authorize, ModelDirectory directory, AgreementBooks agreements, TimeProvider time)
{
    [Function(nameof(GetAgreement))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/reps/{id}/agreements/{version}")] HttpRequest request, string id, string version, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ReadStatement, cancellationToken);
        _ = new Query(request);
        var (model, now) = ((await directory.GetAsync(cancellationToken)).Model, time.GetUtcNow());
        Authorize.Require(principal, AccessAction.ReadStatement, AccessTarget.OfPerson(id), model, model.Today(now));
        if ((await agreements.ViewAsync(model, id, cancellationToken)).FirstOrDefault(one => one.Agreement.Version == version) is not { } view)
        {
            return Problems.NotFound();
        }

        var answer = new AgreementAnswer(view.State, view.Agreement, view.AcknowledgedAt, PlanText.Of(AskedPlan.Numbered(model, view.Agreement.Plan, view.Agreement.PlanVersion).Content));
        return Accept.Choose(request, Accept.Json, Accept.Html) == Accept.Html
            ? Reply.Html(new AgreementPage(new Names(model, ScorecardInputs.Calendar(model, now), model.Today(now))).Render(answer), ContentSecurityPolicies.Page)
            : Reply.Json(answer);
    }
}

/// <summary>What somebody is to agree to, in full.</summary>
/// <param name="State">As of <see cref="AgreementView"/>.</param>
/// <param name="Agreement">It.</param>
/// <param name="AcknowledgedAt">Absent while it is open.</param>
/// <param name="Sections">Its plan in words.</param>
public sealed record AgreementAnswer(string State, PlanAgreement Agreement, DateTimeOffset? AcknowledgedAt, IReadOnlyList<PlanSection> Sections);
