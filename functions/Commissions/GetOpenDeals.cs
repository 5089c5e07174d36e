using System.Globalization;
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

/// <summary>What each open deal of a person would pay in a pay period if it were won as it is, or with another amount or on another day.</summary>
[Requires(AccessAction.ReadStatement)]
public sealed class GetOpenDeals(Authorize authorize, ModelDirectory directory, ReadStatement statements, ReadOpenDeals open, TimeProvider time)
{
    [Function(nameof(GetOpenDeals))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/reps/{id}/commissions/{period}/open-deals")] HttpRequest request,
        string id,
        string period,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var principal = await authorize.RequireAsync(request, AccessAction.ReadStatement, cancellationToken);
        var query = new Query(request, "source", "deal", "amount", "date");
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

        var one = One(query, asked);
        var (_, input) = await statements.FindAsync(model, calendar, id, asked, cancellationToken);
        var answer = input is null ? OpenDealsAnswer.Closed(id, asked.Id) : await open.ReadAsync(input, today, one, cancellationToken);
        return one is not null && answer.Items.Count == 0 ? Problems.NotFound() : Reply.Json(answer);
    }

    private static AskedDeal? One(Query query, Period period)
    {
        var (source, deal, date) = (query.Text("source"), query.Text("deal"), query.Date("date"));
        var amount = query.Text("amount") is { } text
            ? decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) <= 1_000_000_000_000_000m
                ? number
                : throw Problems.BadQuery("amount", "An amount is a number of at most 10^15.").ToException()
            : (decimal?)null;
        if ((source is null) != (deal is null) || (source is null && (amount is not null || date is not null)))
        {
            throw Problems.BadQuery("deal", "One deal is asked about by its source and its id.").ToException();
        }

        return date is { } day && !period.Contains(day)
            ? throw Problems.BadQuery("date", "The day lies in the pay period.").ToException()
            : source is null ? null : new AskedDeal(source, deal!, amount, date); // both or none
    }
}
