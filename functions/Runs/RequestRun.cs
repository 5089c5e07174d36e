using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Commissions;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Schedules;

namespace SalesPerf.Functions.Runs;

/// <summary>Begins a run over everybody now, beside those of the nights: what the timer function sends at night is sent before the answer.</summary>
[Requires(AccessAction.Operate)]
public sealed class RequestRun(Authorize authorize, RequestedRun requested, ScheduleForecasts forecasts, ScheduleEvaluations evaluations, IEnumerable<RunsOfKind> kinds)
{
    [Function(nameof(RequestRun))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/runs/{kind}")] HttpRequest request, string kind, CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.Operate, cancellationToken);
        _ = new Query(request);
        if (Sender(kind) is not { } send || kinds.FirstOrDefault(known => known.Kind == kind) is not { } runs)
        {
            return Problems.NotFound();
        }

        requested.IsRequested = true;
        var id = Occurrences.Id((await send(cancellationToken))[^1]); // now is among them
        return await runs.ReadAsync(id, cancellationToken) is { } run ? Reply.Accepted($"/api/v1/runs/{kind}/{id}", run) : Problems.NotFound();
    }

    private Func<CancellationToken, Task<IReadOnlyList<DateTimeOffset>>>? Sender(string kind) => kind switch
    {
        "forecast" => forecasts.SendDueAsync,
        "evaluation" => evaluations.SendDueAsync,
        _ => null,
    };
}
