using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>Which months of a person can still be written.</summary>
public sealed class OpenMonths(IDocumentStore store, TimeProvider time)
{
    /// <summary>The month of a day.</summary>
    /// <exception cref="ProblemException">409: it is closed, for the person or for all.</exception>
    public async Task<Period> OfAsync(Model model, string person, DateOnly date, CancellationToken cancellationToken)
    {
        var month = ScorecardInputs.Calendar(model, time.GetUtcNow()).PeriodOf(PeriodKind.Month, date);
        var own = await store.ReadAsync<PersonPeriod>(Partitions.Rep(person), Deals.Books.Id(month.Id), cancellationToken);
        var all = await store.ReadAsync<OrganisationPeriod>(BookDocuments.Organisation, Deals.Books.Id(month.Id), cancellationToken);
        return own?.Value.State == OrganisationPeriod.Closed || all?.Value.State == OrganisationPeriod.Closed
            ? throw Problems.Conflict($"{month.Id} is closed: date it in an open month.").ToException()
            : month;
    }
}
