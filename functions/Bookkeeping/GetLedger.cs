using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Bookkeeping;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>A person's ledger of closed fiscal months: what was posted, and what stands open after the last of them.</summary>
[Requires(AccessAction.ReadStatement)]
public sealed class GetLedger(Authorize authorize, ModelDirectory directory, IDocumentStore store, AccessLog log, TimeProvider time)
{
    [Function(nameof(GetLedger))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/reps/{id}/ledger")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ReadStatement, cancellationToken);
        var query = new Query(request, "from", "to");
        var model = (await directory.GetAsync(cancellationToken)).Model;
        var now = time.GetUtcNow();
        Authorize.Require(principal, AccessAction.ReadStatement, AccessTarget.OfPerson(id), model, model.Today(now));
        if (!model.People.ContainsKey(id))
        {
            return Problems.NotFound();
        }

        var calendar = ScorecardInputs.Calendar(model, now);
        var (from, to) = (Month(query, "from", calendar)?.Start, Month(query, "to", calendar)?.End);
        var months = new List<LedgerMonth>();
        var range = new RangeQuery(
            Partitions.Rep(id), BookDocuments.LedgerKind, from is { } first ? DealDocuments.At(first) : null, to is { } end ? DealDocuments.At(end) : null, Size: 100);
        await foreach (var month in store.RangeAsync<LedgerMonth>(range, cancellationToken))
        {
            months.Add(month.Value);
        }

        if (principal.PersonId != id)
        {
            await log.RecordAsync(principal, "ledger", "json", query, months.Count, cancellationToken);
        }

        return Reply.Json(new LedgerAnswer(id, months.Count == 0 ? [] : months[^1].Balances, months));
    }

    private static Period? Month(Query query, string name, FiscalCalendar calendar) => query.Text(name) switch
    {
        null => null,
        var text => calendar.Parse(text) is { Kind: PeriodKind.Month } month ? month : throw Query.Bad(name, "a fiscal month such as 2026-11"),
    };
}

/// <summary>A person's ledger.</summary>
/// <param name="Balances">After the last of the months, by assignment.</param>
/// <param name="Months">Closed fiscal months, the earliest first.</param>
public sealed record LedgerAnswer(string Person, IReadOnlyList<LedgerBalance> Balances, IReadOnlyList<LedgerMonth> Months);
