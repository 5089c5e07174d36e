using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <summary>What open deals would pay: the whole statement with one of them won, less the statement without.</summary>
public static class OpenDealPay
{
    /// <summary>
    /// For each deal what it adds if it alone is won, the most first; and what all of them add together, which tiers, caps and gates make another number than the sum.
    /// </summary>
    /// <param name="input">What the statement is made from.</param>
    /// <param name="open">Deals as they would be won: see <see cref="Won"/>.</param>
    public static (IReadOnlyList<DealPay> Each, IReadOnlyList<StatementTotal> Together) Compute(StatementInput input, IReadOnlyList<Credit> open)
    {
        var without = CommissionStatement.Compute(input).Totals;
        var each = open
            .Select(credit => new DealPay(credit, Less(CommissionStatement.Compute(input with { Credits = [.. input.Credits, credit] }).Totals, without)))
            .OrderByDescending(deal => deal.Adds.Sum(total => total.Earned.Amount))
            .ThenBy(deal => deal.Deal.Source, StringComparer.Ordinal)
            .ThenBy(deal => deal.Deal.Deal, StringComparer.Ordinal)
            .ToList();
        return (each, open.Count == 0 ? [] : Less(CommissionStatement.Compute(input with { Credits = [.. input.Credits, .. open] }).Totals, without));
    }

    /// <summary>The credit that an open deal becomes if it is won as it is: on the day it is expected, not before today and inside the period.</summary>
    public static Credit Won(OpenDeal deal, Period period, DateOnly today)
    {
        var day = deal.ExpectedCloseDate is { } expected && expected > today ? expected : today;
        return new Credit
        {
            Source = deal.Source,
            Deal = deal.Deal,
            Event = "open",
            Date = day < period.Start ? period.Start : day > period.Last ? period.Last : day,
            Amount = deal.Amount,
            Currency = deal.Currency,
            Margin = deal.Margin,
            Account = deal.Account,
            Stage = deal.Stage,
            SharePercent = deal.SharePercent,
            SharedAs = deal.SharedAs,
            Attributes = deal.Attributes,
        };
    }

    private static List<StatementTotal> Less(IReadOnlyList<StatementTotal> with, IReadOnlyList<StatementTotal> without) =>
    [
        .. with.Select(total => without.FirstOrDefault(one => one.Earned.Currency == total.Earned.Currency && one.Payout.Currency == total.Payout.Currency) is { } before
            ? new StatementTotal(Less(total.Earned, before.Earned), Less(total.Payable, before.Payable), Less(total.Payout, before.Payout))
            : total),
    ];

    private static Money Less(Money with, Money without) => new(with.Amount - without.Amount, with.Currency);
}

/// <summary>What one deal would add.</summary>
/// <param name="Deal">As it would be won.</param>
/// <param name="Adds">By currency.</param>
public sealed record DealPay(Credit Deal, IReadOnlyList<StatementTotal> Adds);
