using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Commissions;
using SalesPerf.Functions.Commissions.Calculated;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Schedules;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Runs;

/// <summary>
/// Begins a run over everybody now, beside those of the nights: what the timer function sends at night is sent before the answer. With an <c>Idempotency-Key</c> a repeat
/// within a day is the same run, and sends what was not sent; without one every request begins a run, as long as it is of another second.
/// </summary>
[Requires(AccessAction.Operate)]
public sealed class RequestRun(
    Authorize authorize, RequestedRun requested, ScheduleForecasts forecasts, ScheduleEvaluations evaluations, ScheduleCalculations calculations, IEnumerable<RunsOfKind> kinds, IDocumentStore store, TimeProvider time)
{
    [Function(nameof(RequestRun))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/runs/{kind}")] HttpRequest request, string kind, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.Operate, cancellationToken);
        _ = new Query(request);
        if (Sender(kind) is not { } send || kinds.FirstOrDefault(known => known.Kind == kind) is not { } runs)
        {
            return Problems.NotFound();
        }

        var id = Occurrences.Id(time.GetUtcNow());
        if (IdempotencyKey.Read(request, principal.Id, default) is { } key)
        {
            id = await FirstAsync(key, id, cancellationToken);
        }

        // It is there once everything of it is sent.
        if (await runs.ReadAsync(id, cancellationToken) is not { } run)
        {
            (requested.IsRequested, requested.At) = (true, Occurrences.At(id));
            await send(cancellationToken);
            run = await runs.ReadAsync(id, cancellationToken);
        }

        return run is not null ? Reply.Accepted($"/api/v1/runs/{kind}/{id}", run) : Problems.NotFound();
    }

    private Func<CancellationToken, Task<IReadOnlyList<DateTimeOffset>>>? Sender(string kind) => kind switch
    {
        "forecast" => forecasts.SendDueAsync,
        "evaluation" => evaluations.SendDueAsync,
        "calculation" => calculations.SendDueAsync,
        _ => null,
    };

    /// <summary>The run that was begun first under the key: this one, if none was.</summary>
    private async Task<string> FirstAsync(IdempotencyKey key, string id, CancellationToken cancellationToken)
    {
        var pk = Occurrences.Partition(nameof(RequestRun));
        var record = TypedDocuments.New(
            pk, key.DocumentId, IdempotencyKey.Kind, TypedDocuments.Timeless, key.Record(StatusCodes.Status202Accepted, id, null, null), IdempotencyKey.TimeToLive);
        var attempts = new Attempts(time);
        while (await store.CommitAsync(new DocumentBatch(pk).Create(record), cancellationToken) is not CommitResult.Committed)
        {
            // One that ends between the two calls is no repeat any more.
            if (await store.ReadAsync<IdempotencyRecord>(pk, key.DocumentId, cancellationToken) is { Value: { Location: { } first } known })
            {
                key.RequireSame(known);
                return first;
            }

            await attempts.AgainAsync(cancellationToken);
        }

        return id;
    }
}
