using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Bookkeeping;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>What a closed month comes to for payroll: a row per person, assignment and pay period, from its manifest alone, so that it is the same for ever.</summary>
[Requires(AccessAction.ManageBooks)]
public sealed class GetPayroll(Authorize authorize, ModelDirectory directory, ReadPeriods periods, IDocumentStore store, AccessLog log, TimeProvider time)
{
    [Function(nameof(GetPayroll))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/periods/{period}/payroll")] HttpRequest request, string period, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ManageBooks, cancellationToken);
        var query = new Query(request);
        var isCsv = Accept.WantsCsv(request);
        if (await periods.ReadAsync(period, cancellationToken) is not { Value: { Manifest: { } manifest } closed })
        {
            var model = (await directory.GetAsync(cancellationToken)).Model;
            return ScorecardInputs.Calendar(model, time.GetUtcNow()).Parse(period) is { Kind: PeriodKind.Month } ? Problems.Conflict($"{period} is not closed.") : Problems.NotFound();
        }

        var rows = new List<PayrollRow>();
        for (var number = 1; number <= manifest.Parts.Count; number++)
        {
            var part = await store.ReadAsync<ManifestPart>(BookDocuments.Organisation, BookDocuments.ManifestId(period, number), cancellationToken)
                ?? throw new InvalidDataException($"Part {number} of the manifest of {period} is missing.");
            rows.AddRange(part.Value.People.SelectMany(person => person.Rows));
        }

        await log.RecordAsync(principal, "payroll", isCsv ? "csv" : "json", query, rows.Count, cancellationToken);
        return isCsv ? Csv(closed, manifest, rows) : Reply.Json(new PayrollAnswer(period, manifest.Hash, closed.ClosedAt!.Value, manifest.People, manifest.Totals, rows)); // closed with the manifest
    }

    private static IResult Csv(OrganisationPeriod closed, Manifest manifest, List<PayrollRow> rows)
    {
        var csv = new CsvWriter(
            "period", "person", "assignment", "plan", "payPeriod", "earned", "earnedCurrency", "payable", "payableCurrency", "payout", "payoutCurrency",
            "held", "heldCurrency", "draw", "drawCurrency", "receivable", "receivableCurrency", "manifestHash");
        foreach (var row in rows)
        {
            csv.Text(closed.Period).Text(row.Person).Text(row.Assignment).Text(row.Plan).Text(row.PayPeriod)
                .Money(row.Earned).Money(row.Payable).Money(row.Payout).Money(row.Held).Money(row.Draw).Money(row.Receivable).Text(manifest.Hash).EndRow();
        }

        return csv.ToReply($"payroll-{closed.Period}.csv");
    }
}

/// <summary>A closed month for payroll.</summary>
/// <param name="Period">The fiscal month's id.</param>
/// <param name="ManifestHash">Of all that it holds.</param>
/// <param name="ClosedAt">When it was closed.</param>
/// <param name="People">Whose books it holds, with rows or without.</param>
/// <param name="Totals">Control totals, by currency.</param>
/// <param name="Rows">By person, then by pay period and assignment.</param>
public sealed record PayrollAnswer(
    string Period, string ManifestHash, DateTimeOffset ClosedAt, int People, IReadOnlyList<PayrollTotal> Totals, IReadOnlyList<PayrollRow> Rows);
