using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Commissions.Calculated;

/// <summary>What a pay period comes to, by person, team, plan or currency: read from results that are stored, each with its age. Nothing is computed for it.</summary>
[Requires(AccessAction.ReadStatement)]
public sealed class GetCommissions(Authorize authorize, ModelDirectory directory, IDocumentStore store, AccessLog log, TimeProvider time)
{
    private const int MaxNamed = 20;

    [Function(nameof(GetCommissions))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/periods/{period}/commissions")] HttpRequest request, string period, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ReadStatement, cancellationToken);
        var query = new Query(request, "groupBy", "format", Paging.SizeName, Paging.CursorName);
        var paging = new Paging(query);
        var groupBy = query.Text("groupBy") ?? "person";
        if (groupBy is not ("person" or "team" or "plan" or "currency"))
        {
            throw Query.Bad("groupBy", "person, team, plan or currency");
        }

        var (model, now) = ((await directory.GetAsync(cancellationToken)).Model, time.GetUtcNow());
        if (ScorecardInputs.Calendar(model, now).Parse(period) is not { Kind: not PeriodKind.Week } asked)
        {
            return Problems.NotFound();
        }

        var day = asked.LastBy(model.Today(now));
        var results = await ReadAsync(asked, person => AccessPolicy.May(principal, AccessAction.ReadStatement, AccessTarget.OfPerson(person), model, day), cancellationToken);
        var missing = model.People.Keys
            .Where(person => !results.ContainsKey(person) && CalculationPeriods.Has(model, person, asked) && AccessPolicy.May(principal, AccessAction.ReadStatement, AccessTarget.OfPerson(person), model, day))
            .Order(StringComparer.Ordinal)
            .ToList();
        var sums = PaySum.Of(results.Values, (result, row) => groupBy switch
        {
            "person" => result.Person,
            "team" => model.Person(result.Person, day)?.Team,
            "plan" => row.Plan,
            _ => null,
        });
        var form = query.Form(request);
        if (results.Keys.Any(person => person != principal.PersonId))
        {
            await log.RecordAsync(principal, "commissions", form[(form.IndexOf('/', StringComparison.Ordinal) + 1)..], query, results.Count, cancellationToken);
        }

        if (form == Accept.Csv)
        {
            return Csv(asked.Id, groupBy, [.. sums.Select(sum => CalculatedItem.Of(sum, groupBy, results))]);
        }

        // Sums are in this very order.
        var left = sums.Where(sum => paging.Continuation is not { } after || string.CompareOrdinal(Place(sum), after) > 0).OrderBy(Place, StringComparer.Ordinal).ToList();
        var page = left.Take(paging.Size).ToList();
        return Reply.Json(new CalculatedAnswer(
            asked.Id,
            [.. page.Select(sum => CalculatedItem.Of(sum, groupBy, results))],
            [.. PaySum.Of(results.Values, (_, _) => null).Select(CalculatedTotal.Of)],
            results.Count,
            [.. missing.Take(MaxNamed)],
            missing.Count,
            paging.NextLink(left.Count > page.Count ? Place(page[^1]) : null)));
    }

    private static string Place(PaySum sum) => $"{sum.Key}\n{sum.Earned.Currency}\n{sum.Payout.Currency}";

    private async Task<SortedDictionary<string, CalculatedPay>> ReadAsync(Period period, Func<string, bool> isAsked, CancellationToken cancellationToken)
    {
        var found = new SortedDictionary<string, CalculatedPay>(StringComparer.Ordinal);
        await foreach (var stored in store.SessionReads.RangeAsync<CalculatedPay>(new RangeQuery(Partitions.Commissions(period.Id), CalculatedDocuments.Kind, Size: 500), cancellationToken))
        {
            if (isAsked(stored.Value.Person))
            {
                found[stored.Value.Person] = stored.Value;
            }
        }

        return found;
    }

    private static IResult Csv(string period, string groupBy, IReadOnlyList<CalculatedItem> items)
    {
        var csv = new CsvWriter(
            groupBy, "period", "state", "earned", "earnedCurrency", "held", "heldCurrency", "payable", "payableCurrency", "payout", "payoutCurrency", "people", "calculatedAt", "warnings");
        foreach (var item in items)
        {
            csv.Text(item.PersonId ?? item.TeamId ?? item.PlanId ?? (groupBy == "currency" ? item.Earned.Currency : null)).Text(period).Text(item.State)
                .Money(item.Earned).Money(item.Held).Money(item.Payable).Money(item.Payout).Number(item.People).Instant(item.CalculatedAt)
                .Text(string.Join(' ', item.Warnings.Select(warning => warning.Code))).EndRow();
        }

        return csv.ToReply($"commissions-{period}.csv");
    }
}
