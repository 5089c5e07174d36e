using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>The organisation's books of one fiscal month: open, closing or closed, and what they hold then.</summary>
[Requires(AccessAction.ManageBooks)]
public sealed class GetPeriod(Authorize authorize, ModelDirectory directory, ReadPeriods periods, TimeProvider time)
{
    [Function(nameof(GetPeriod))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/periods/{period}")] HttpRequest request, string period, CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ManageBooks, cancellationToken);
        _ = new Query(request);
        if (await periods.ReadAsync(period, cancellationToken) is { } stored)
        {
            return Reply.Json(PeriodView.Of(stored.Value), EntityTag.Of(stored.Document));
        }

        var model = (await directory.GetAsync(cancellationToken)).Model;
        return ScorecardInputs.Calendar(model, time.GetUtcNow()).Parse(period) is { Kind: PeriodKind.Month } month ? Reply.Json(PeriodView.Open(month)) : Problems.NotFound();
    }
}
