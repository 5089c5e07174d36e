using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Bookkeeping;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Pages;

namespace SalesPerf.Functions.Commissions;

/// <summary>What a person earns in a pay period, line by line: live from the first credit.</summary>
[Requires(AccessAction.ReadStatement)]
public sealed class GetStatement(Authorize authorize, ModelDirectory directory, ReadStatement statements, ReadOpenDeals open, HoldBooks holds, AccessLog log, TimeProvider time)
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
        var query = new Query(request, "format");
        var model = (await directory.GetAsync(cancellationToken)).Model;
        var calendar = ScorecardInputs.Calendar(model, now);
        if (calendar.Parse(period) is not { Kind: not PeriodKind.Week } asked)
        {
            return Problems.NotFound();
        }

        var today = model.Today(now);
        Authorize.Require(principal, AccessAction.ReadStatement, AccessTarget.OfPerson(id), model, asked.LastBy(today));
        if (!model.People.ContainsKey(id))
        {
            return Problems.NotFound();
        }

        var form = query.Form(request);
        var (found, input) = await statements.FindAsync(model, calendar, id, asked, cancellationToken);
        var statement = await holds.ExplainAsync(found, cancellationToken);
        if (principal.PersonId != id)
        {
            await log.RecordAsync(principal, "statement", form[(form.IndexOf('/', StringComparison.Ordinal) + 1)..], query, statement.Assignments.Count, cancellationToken);
        }

        return form switch
        {
            Accept.Csv => StatementCsv.Reply(statement),
            Accept.Html => Reply.Html(
                new StatementPage(new Names(model, calendar, asked.LastBy(today)), new PeriodLinks(calendar, today))
                    .Render(statement, asked, input is null ? null : await open.ReadAsync(input, today, null, cancellationToken)),
                ContentSecurityPolicies.Page),
            _ => Reply.Json(statement),
        };
    }
}
