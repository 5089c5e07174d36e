using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>Says that a line of a statement is wrong: whoever it pays, who manages them, or finance. The line must be there.</summary>
[Requires(AccessAction.RaiseDispute)]
public sealed class RaiseDispute(Authorize authorize, ModelDirectory directory, ReadStatement statements, DisputeBooks disputes, TimeProvider time)
{
    private const int MaxBytes = 16 * 1024;

    [Function(nameof(RaiseDispute))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/reps/{id}/disputes")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.RaiseDispute, cancellationToken);
        _ = new Query(request);
        var (model, now) = ((await directory.GetAsync(cancellationToken)).Model, time.GetUtcNow());
        Authorize.Require(principal, AccessAction.RaiseDispute, AccessTarget.OfPerson(id), model, model.Today(now));
        if (!model.People.ContainsKey(id))
        {
            return Problems.NotFound();
        }

        JsonBody.RequireJson(request);
        using var bytes = await RequestBody.ReadAsync(request, MaxBytes, cancellationToken);
        var (body, key) = (JsonBody.Parse<DisputeBody>(bytes.Span), IdempotencyKey.Read(request, principal.Id, bytes.Span));
        var calendar = ScorecardInputs.Calendar(model, now);
        if (calendar.Parse(body.Period) is not { Kind: not PeriodKind.Week } period)
        {
            return Problems.Validation("/period", "must be a pay period");
        }

        var component = (await statements.FindAsync(model, calendar, id, period, cancellationToken)).Statement.Assignments
            .FirstOrDefault(one => one.Assignment == body.Assignment)?.Components.FirstOrDefault(one => one.Component == body.Component);
        if (component is null)
        {
            return Problems.Validation("/component", "must be a component of that assignment on the statement");
        }

        if (body.Line is not null && component.Lines.All(line => line.Deal != body.Line) && component.Extras.All(extra => extra.Id != body.Line))
        {
            return Problems.Validation("/line", "must be a deal or an extra of that component on the statement");
        }

        var made = await disputes.RaiseAsync(id, body, principal.Id, key, cancellationToken);
        return Reply.Created($"/api/v1/reps/{id}/disputes", made with { Fingerprint = null });
    }
}
