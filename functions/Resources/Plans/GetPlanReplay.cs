using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Resources.Plans;

/// <summary>
/// The draft of a plan, or one of its versions, replayed over the last closed fiscal year (without one the last that is over): who gains and who loses. A page of people at a time, as every
/// one of them takes the statements of a year twice.
/// </summary>
[Requires(AccessAction.AuthorPlans)]
public sealed class GetPlanReplay(Authorize authorize, ModelDirectory directory, PlanDrafts drafts, ReplayPlan replay, AccessLog log, TimeProvider time)
{
    private const int DefaultSize = 20;

    private const int MaxSize = 50;

    [Function(nameof(GetPlanReplay))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/plans/{id}/replay")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.AuthorPlans, cancellationToken);
        var query = new Query(request, "version", "year", "pageSize", "after");
        var (number, size, after) = (query.Integer("version", 0, 1, 1_000_000), query.Integer("pageSize", DefaultSize, 1, MaxSize), query.Text("after"));
        var now = time.GetUtcNow();
        var model = (await directory.ReloadAsync(cancellationToken)).Model;
        var (calendar, today) = (ScorecardInputs.Calendar(model, now), model.Today(now));
        if (query.Text("year") is { } text && calendar.Parse(text) is not { Kind: PeriodKind.Year })
        {
            return Problems.BadQuery("year", "The query parameter 'year' must be a fiscal year such as 2026.");
        }

        var asked = number == 0 ? AskedPlan.Of(await drafts.FindAsync(id, cancellationToken)) : AskedPlan.Numbered(model, id, number);
        var year = query.Text("year") is { } given ? calendar.Parse(given)! : await replay.YearAsync(calendar, today, cancellationToken);
        var people = ReplayPlan.People(model, id, year).Where(person => after is null || string.CompareOrdinal(person, after) > 0).Take(size + 1).ToList();
        var items = new List<ReplayedPay>();
        foreach (var person in people.Take(size))
        {
            items.AddRange(await replay.OfAsync(model, calendar, asked, person, year, cancellationToken));
        }

        var answer = new PlanReplay(id, asked.State, asked.Version, year.Id, items, ReplayTotal.Of(items), people.Count > size ? query.Link(("after", people[size - 1])) : null);
        var isCsv = Accept.WantsCsv(request);
        await log.RecordAsync(principal, "replay", isCsv ? "csv" : "json", query, items.Count, cancellationToken);
        return isCsv ? Csv(answer) : Reply.Json(answer);
    }

    private static IResult Csv(PlanReplay answer)
    {
        var csv = new CsvWriter("person", "plan", "year", "paid", "paidCurrency", "wouldBePaid", "wouldBePaidCurrency", "difference", "differenceCurrency", "warnings");
        foreach (var item in answer.Items)
        {
            csv.Text(item.PersonId).Text(answer.Id).Text(answer.Period).Money(item.Paid).Money(item.WouldBePaid).Money(item.Difference).Text(string.Join(' ', item.Warnings)).EndRow();
        }

        return csv.ToReply($"replay-{answer.Period}.csv");
    }
}
