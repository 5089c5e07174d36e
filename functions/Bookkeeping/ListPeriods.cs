using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>The organisation's books, newest month first: from today back to the first with a plan.</summary>
[Requires(AccessAction.ManageBooks)]
public sealed class ListPeriods(Authorize authorize, ModelDirectory directory, ReadPeriods periods, TimeProvider time)
{
    [Function(nameof(ListPeriods))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/periods")] HttpRequest request, CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ManageBooks, cancellationToken);
        var paging = new Paging(new Query(request, Paging.SizeName, Paging.CursorName));
        var now = time.GetUtcNow();
        var model = (await directory.GetAsync(cancellationToken)).Model;
        var calendar = ScorecardInputs.Calendar(model, now);
        var known = (await periods.AllAsync(cancellationToken)).ToDictionary(period => period.Period, StringComparer.Ordinal);
        var today = calendar.PeriodOf(PeriodKind.Month, model.Today(now));
        var first = model.Assignments.Values.SelectMany(resource => resource.Versions).Select(version => version.Content?.From).Append(today.Start).Min()!.Value; // today is there
        var month = await paging.ReadAsync(continuation => Task.FromResult(
            continuation is null ? today : calendar.Parse(continuation) ?? throw new ArgumentException("It is not a month.", nameof(continuation))));
        var items = new List<PeriodView>();
        for (; items.Count < paging.Size && month.End > first && month.Start > calendar.Parse("1900-01")!.Start; month = calendar.Previous(month)) // it has an id
        {
            items.Add(known.GetValueOrDefault(month.Id) is { } period ? PeriodView.Of(period) : PeriodView.Open(month));
        }

        return Reply.Json(new Page<PeriodView>(items, month.End > first && items.Count == paging.Size ? paging.NextLink(month.Id) : null));
    }
}
