using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Commissions;

/// <summary>The complete forecast runs of a period, newest first: what <c>run=</c> of the forecast takes.</summary>
[Requires(AccessAction.ReadForecast)]
public sealed class ListForecastRuns(Authorize authorize, ModelDirectory directory, IDocumentStore store, TimeProvider time)
{
    [Function(nameof(ListForecastRuns))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/commissions/forecast/runs")] HttpRequest request, CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ReadForecast, cancellationToken);
        var query = new Query(request, "period", Paging.SizeName, Paging.CursorName);
        var paging = new Paging(query);
        var now = time.GetUtcNow();
        var model = (await directory.GetAsync(cancellationToken)).Model;
        var period = ForecastPeriods.Read(query, ScorecardInputs.Calendar(model, now), model.Today(now));
        var page = await paging.ReadAsync(store.SessionReads, new RangeQuery(Partitions.Forecast(period.Id), ForecastDocuments.RunEntryKind, Descending: true), cancellationToken);
        var items = page.Items
            .Select(document => TypedDocuments.Open<CompleteRun>(document).Value)
            .Select(complete => new ForecastRun(period.Id, complete.Run, complete.Missing.Count))
            .ToList();
        return Reply.Json(new Page<ForecastRun>(items, paging.NextLink(page.Continuation)));
    }
}

/// <summary>A complete run.</summary>
/// <param name="Period">The period it forecast.</param>
/// <param name="Run">Its time: what <c>run=</c> takes.</param>
/// <param name="Missing">People employed who had no forecast when it was completed.</param>
public sealed record ForecastRun(string Period, DateTimeOffset Run, int Missing);
