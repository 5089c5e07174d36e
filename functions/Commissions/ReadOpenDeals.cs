using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Functions.Commissions;

/// <summary>Computes what open deals would pay.</summary>
public sealed class ReadOpenDeals(ReadPersonDeals deals)
{
    /// <summary>The largest by amount are computed; each is a whole statement.</summary>
    private const int Most = 200;

    /// <summary>Deals expected by the end of the period, those overdue included.</summary>
    /// <param name="input">What the person's statement of the period is made from.</param>
    /// <param name="today">The organisation's.</param>
    /// <param name="one">Only this deal, with what it would be changed to; null is all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<OpenDealsAnswer> ReadAsync(StatementInput input, DateOnly today, AskedDeal? one, CancellationToken cancellationToken)
    {
        var span = input.Period with { Start = input.Calendar.PeriodOf(PeriodKind.Year, input.Period.Start).Start };
        var found = (await deals.NowAsync(input.Person, input.Calendar, [span], cancellationToken)).Open
            .Where(deal => one is null || (deal.Source == one.Source && deal.Deal == one.Deal))
            .OrderByDescending(deal => deal.Amount)
            .ThenBy(deal => deal.Source, StringComparer.Ordinal)
            .ThenBy(deal => deal.Deal, StringComparer.Ordinal)
            .ToList();
        var won = found.Take(Most).Select(deal => Changed(OpenDealPay.Won(deal, input.Period, today), one)).ToList();
        var (each, together) = OpenDealPay.Compute(input, won);
        return new OpenDealsAnswer(
            input.Person,
            input.Period.Id,
            [.. each.Select(deal => new OpenDealItem(deal.Deal.Source, deal.Deal.Deal, deal.Deal.Account, deal.Deal.Date, deal.Deal.Amount, deal.Deal.Currency, deal.Adds))],
            together,
            found.Count > Most);
    }

    private static Credit Changed(Credit credit, AskedDeal? one) => one is null ? credit : credit with { Amount = one.Amount ?? credit.Amount, Date = one.Date ?? credit.Date };
}

/// <summary>An open deal asked about, with what is to be thought of it otherwise.</summary>
/// <param name="Amount">In its currency; null as it is.</param>
/// <param name="Date">Won on; null as expected.</param>
public sealed record AskedDeal(string Source, string Deal, decimal? Amount, DateOnly? Date);
