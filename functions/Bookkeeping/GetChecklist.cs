using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>What to look at before a month is closed: looked up now, over everybody who is on a plan; results whose input is unchanged are not computed again.</summary>
[Requires(AccessAction.ManageBooks)]
public sealed class GetChecklist(Authorize authorize, ModelDirectory directory, MakeChecklist checklists, TimeProvider time)
{
    [Function(nameof(GetChecklist))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/periods/{period}/checklist")] HttpRequest request, string period, CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ManageBooks, cancellationToken);
        _ = new Query(request);
        var model = (await directory.GetAsync(cancellationToken)).Model;
        var calendar = ScorecardInputs.Calendar(model, time.GetUtcNow());
        return calendar.Parse(period) is { Kind: PeriodKind.Month } month
            ? Reply.Json(await checklists.OfAsync(model, calendar, month, cancellationToken))
            : Problems.NotFound();
    }
}
