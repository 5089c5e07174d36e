using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Bookkeeping;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Commissions;

/// <summary>What a person earns in a pay period, line by line: live from the first credit.</summary>
[Requires(AccessAction.ReadStatement)]
public sealed class GetStatement(Authorize authorize, ModelDirectory directory, ReadStatement statements, AccessLog log, TimeProvider time)
{
    [Function(nameof(GetStatement))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/reps/{id}/commissions/{period}")] HttpRequest request,
        string id,
        string period,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var principal = await authorize.RequireAsync(request, AccessAction.ReadStatement, cancellationToken);
        var query = new Query(request);
        var model = (await directory.GetAsync(cancellationToken)).Model;
        var calendar = ScorecardInputs.Calendar(model, now);
        if (calendar.Parse(period) is not { Kind: not PeriodKind.Week } asked)
        {
            return Problems.NotFound();
        }

        Authorize.Require(principal, AccessAction.ReadStatement, AccessTarget.OfPerson(id), model, asked.LastBy(model.Today(now)));
        if (!model.People.ContainsKey(id))
        {
            return Problems.NotFound();
        }

        var statement = await statements.ReadAsync(model, calendar, id, asked, cancellationToken);
        if (principal.PersonId != id)
        {
            await log.RecordAsync(principal, "statement", "json", query, statement.Assignments.Count, cancellationToken);
        }

        return Reply.Json(statement);
    }
}
