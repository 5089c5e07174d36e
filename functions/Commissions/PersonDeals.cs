using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Commissions;

/// <summary>A person's credits and open deals, as far as the forecasts of some periods need them.</summary>
/// <param name="Credits">From the start of the fiscal year that the first begins in: whatever its measure periods may need.</param>
/// <param name="Open">Open deals expected to close from then to the end of the periods: those before a period move its running totals.</param>
/// <param name="Revisions">Of every document read.</param>
public sealed record PersonDeals(IReadOnlyList<Credit> Credits, IReadOnlyList<OpenDeal> Open, IReadOnlyList<DealRevision> Revisions);

/// <summary>A document that a forecast is made from.</summary>
/// <param name="Date">Of the credit; the expected close date of an open deal.</param>
/// <param name="IsOpen">An open deal, not a credit.</param>
/// <param name="Name">Id and revision.</param>
public readonly record struct DealRevision(DateOnly Date, bool IsOpen, string Name);

/// <summary>Reads them, as they are now or as they were known at some time.</summary>
public sealed class ReadPersonDeals(IDocumentStore store)
{
    /// <summary>From the person's own partition: two ranges, for however many periods.</summary>
    public async Task<PersonDeals> NowAsync(string person, FiscalCalendar calendar, IReadOnlyCollection<Period> periods, CancellationToken cancellationToken)
    {
        var pk = Partitions.Rep(person);
        var (credits, open, revisions) = (new List<Credit>(), new List<OpenDeal>(), new List<DealRevision>());
        var (from, to) = (DealDocuments.At(periods.Min(period => From(calendar, period))), DealDocuments.At(periods.Max(period => period.End)));
        await foreach (var credit in store.RangeAsync<Credit>(new RangeQuery(pk, DealDocuments.CreditKind, from, to, Size: 1000), cancellationToken))
        {
            credits.Add(credit.Value);
            revisions.Add(new DealRevision(credit.Value.Date, false, $"{credit.Document.Id}={credit.Rev}"));
        }

        await foreach (var deal in store.RangeAsync<Contribution>(new RangeQuery(pk, DealDocuments.OpenKind, from, to, Size: 1000), cancellationToken))
        {
            // Undated deals sort behind every range, and only open ones have this kind.
            open.Add(deal.Value.Open!);
            revisions.Add(new DealRevision(deal.Value.Open!.ExpectedCloseDate!.Value, true, $"{deal.Document.Id}={deal.Rev}"));
        }

        return new PersonDeals(credits, open, revisions);
    }

    /// <summary>The person's credits of days from <paramref name="from"/> to before <paramref name="to"/>, by the day of the booking.</summary>
    public async Task<IReadOnlyList<Credit>> CreditsAsync(string person, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var credits = new List<Credit>();
        var range = new RangeQuery(Partitions.Rep(person), DealDocuments.CreditKind, from == DateOnly.MinValue ? null : DealDocuments.At(from), DealDocuments.At(to), Size: 1000);
        await foreach (var credit in store.RangeAsync<Credit>(range, cancellationToken))
        {
            credits.Add(credit.Value);
        }

        return credits;
    }

    /// <summary>
    /// Folded again from the change documents known at the model's time: every record that an identity of the person ever owned,
    /// seen through the changes recorded by then.
    /// </summary>
    public async Task<PersonDeals> AsOfAsync(string person, Model model, FiscalCalendar calendar, Period period, CancellationToken cancellationToken)
    {
        var identities = model.IdentitiesOf(person).ToHashSet();
        var (credits, open) = (new List<Credit>(), new List<OpenDeal>());
        var from = From(calendar, period);
        foreach (var (source, record) in await RecordsAsync(identities, cancellationToken))
        {
            var contribution = DealContext.Of(model, source, model.AsOf).Contribution(person, record, owner => identities.Contains((source, owner)) ? person : model.PersonOf(source, owner), model.AsOf);
            if (contribution.Credit is { } credit && credit.Date >= from && credit.Date < period.End)
            {
                credits.Add(credit);
            }

            if (contribution.Open is { ExpectedCloseDate: { } expected } deal && expected >= from && expected < period.End)
            {
                open.Add(deal);
            }
        }

        return new PersonDeals(credits, open, []);
    }

    private async Task<IReadOnlyList<(string Source, DealRecord Record)>> RecordsAsync(IEnumerable<(string Source, string Owner)> identities, CancellationToken cancellationToken)
    {
        var keys = new HashSet<(string Source, string Type, string Id)>();
        foreach (var (source, owner) in identities)
        {
            var range = new RangeQuery(Partitions.Who(source, owner), DealDocuments.PointerKind, Size: 1000);
            await foreach (var pointer in store.RangeAsync<RecordPointer>(range, cancellationToken))
            {
                if (pointer.Value.Type == ActivityTypes.Deal)
                {
                    keys.Add((source, pointer.Value.Type, pointer.Value.Id));
                }
            }
        }

        var records = new List<(string, DealRecord)>();
        foreach (var (source, type, id) in keys.Order())
        {
            if (await store.ReadAsync<DealRecord>(Partitions.Record(source, type, id), DealDocuments.RecordId, cancellationToken) is { } record)
            {
                records.Add((source, record.Value));
            }
        }

        return records;
    }

    private static DateOnly From(FiscalCalendar calendar, Period period) => calendar.PeriodOf(PeriodKind.Year, period.Start).Start;
}
