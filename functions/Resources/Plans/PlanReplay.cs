using SalesPerf.Domain.Values;

namespace SalesPerf.Functions.Resources.Plans;

/// <summary>A plan replayed over a fiscal year as if it had been in force: what everybody on it was paid, and would have been.</summary>
/// <param name="Id">The plan's.</param>
/// <param name="State"><c>draft</c> or <c>version</c>.</param>
/// <param name="Version">Its number; absent for a draft.</param>
/// <param name="Period">The fiscal year's id.</param>
/// <param name="Items">By person and currency; a page of them.</param>
/// <param name="Totals">Of the page, by currency.</param>
/// <param name="NextLink">Of the next page; absent on the last.</param>
public sealed record PlanReplay(string Id, string State, int? Version, string Period, IReadOnlyList<ReplayedPay> Items, IReadOnlyList<ReplayTotal> Totals, string? NextLink);

/// <summary>What somebody was paid by the plan in the year, and would have been.</summary>
/// <param name="PersonId">Who.</param>
/// <param name="Paid">Of the pay periods of the year: closed ones as they were closed.</param>
/// <param name="WouldBePaid">By the plan that is replayed.</param>
/// <param name="Difference">What they gain; negative is what they lose.</param>
/// <param name="Warnings">Codes of the warnings that the statements of the replay have.</param>
public sealed record ReplayedPay(string PersonId, Money Paid, Money WouldBePaid, Money Difference, IReadOnlyList<string> Warnings);

/// <summary>All of them in one currency.</summary>
/// <param name="Gain">How many gain.</param>
/// <param name="Lose">How many lose.</param>
/// <param name="Same">How many are paid the same.</param>
public sealed record ReplayTotal(Money Paid, Money WouldBePaid, Money Difference, int Gain, int Lose, int Same)
{
    public static IReadOnlyList<ReplayTotal> Of(IEnumerable<ReplayedPay> items) =>
    [
        .. items.GroupBy(item => item.Paid.Currency).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => new ReplayTotal(
            new Money(group.Sum(item => item.Paid.Amount), group.Key),
            new Money(group.Sum(item => item.WouldBePaid.Amount), group.Key),
            new Money(group.Sum(item => item.Difference.Amount), group.Key),
            group.Count(item => item.Difference.Amount > 0m),
            group.Count(item => item.Difference.Amount < 0m),
            group.Count(item => item.Difference.Amount == 0m))),
    ];
}
