using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Commissions.Rendering;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Pages;

namespace SalesPerf.Functions.Resources.Plans;

/// <summary>A plan in plain English with its payout curves: as JSON, or as a page in a browser. Whoever is on the plan may read the version in force.</summary>
[Requires(AccessAction.ReadPlans)]
public sealed class GetPlanRendering(Authorize authorize, ModelDirectory directory, PlanDrafts drafts, TimeProvider time)
{
    private const decimal DefaultQuota = 100_000m;

    private const decimal DefaultTargetPay = 10_000m;

    [Function(nameof(GetPlanRendering))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/plans/{id}/rendering")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var model = (await directory.GetAsync(cancellationToken)).Model;
        var today = model.Today(time.GetUtcNow());
        var principal = await authorize.RequireAsync(request, AccessAction.ReadPlans, AccessTarget.OfPlan(id), today, cancellationToken);
        var query = new Query(request, "version", "draft", "quota", "targetPay");
        var (isDraft, version) = (query.Flag("draft"), query.Integer("version", 0, 1, 1_000_000));
        if (isDraft && version != 0)
        {
            return Problems.BadQuery("draft", "Ask for a version or for the draft, not for both.");
        }

        if (isDraft || version != 0)
        {
            Authorize.Require(principal, AccessAction.ReadResources, AccessTarget.Everything, model, today);
        }

        var (quota, target) = (Amount(query, "quota") ?? DefaultQuota, Amount(query, "targetPay") ?? DefaultTargetPay);
        var asked = isDraft ? AskedPlan.Of(await drafts.FindAsync(id, cancellationToken)) : version != 0 ? AskedPlan.Numbered(model, id, version) : AskedPlan.On(model, id, today);
        var plan = asked.Content;
        var rendering = new PlanRendering(
            id,
            asked.State,
            asked.Version,
            PlanText.Of(plan),
            [.. plan.Components.Select(component => PayoutCurve.Of(plan, component, quota, target)).OfType<PayoutCurve>()]);
        return Accept.Choose(request, Accept.Json, Accept.Html) == Accept.Html
            ? Reply.Html(PlanPage.Render(rendering, plan), ContentSecurityPolicies.Page)
            : Reply.Json(rendering);
    }

    private static decimal? Amount(Query query, string name) => query.Text(name) switch
    {
        null => null,
        var text => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount is > 0m and <= MetricNumber.Max
            ? amount
            : throw Query.Bad(name, "an amount above 0, at most 10^15"),
    };
}
