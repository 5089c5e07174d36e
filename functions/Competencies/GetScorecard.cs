using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Pages;

namespace SalesPerf.Functions.Competencies;

/// <summary>How a person stands in a period, and why.</summary>
[Requires(AccessAction.ReadScorecard)]
public sealed class GetScorecard(Authorize authorize, ModelDirectory directory, ReadScorecards scorecards, TimeProvider time)
{
    [Function(nameof(GetScorecard))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/reps/{id}/scorecard")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var principal = await authorize.RequireAsync(request, AccessAction.ReadScorecard, cancellationToken);
        var query = new Query(request, "period");
        var model = (await directory.GetAsync(cancellationToken)).Model;
        var calendar = ScorecardInputs.Calendar(model, now);
        var today = ScorecardInputs.Today(model, id, now);
        var period = ReadScorecards.Period(calendar, query.Text("period"), today);
        Authorize.Require(principal, AccessAction.ReadScorecard, AccessTarget.OfPerson(id), model, period.LastBy(today));
        if (!model.People.ContainsKey(id))
        {
            return Problems.NotFound();
        }

        var (card, document) = await scorecards.ShowAsync(model, calendar, id, period, cancellationToken);
        if (Accept.Choose(request, Accept.Json, Accept.Html) == Accept.Html)
        {
            return Reply.Html(new ScorecardPage(new Names(model, calendar, period.LastBy(today)), new PeriodLinks(calendar, today)).Render(card, period), ContentSecurityPolicies.Page);
        }

        return Reply.Json(card, document is null ? null : EntityTag.Of(document));
    }
}
