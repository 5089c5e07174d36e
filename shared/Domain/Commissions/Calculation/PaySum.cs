using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <summary>What the results of a group come to, in one plan currency and one payout currency.</summary>
/// <param name="Key">A person, a team, a plan; null for people without a team, and where nothing is grouped.</param>
/// <param name="People">How many have a part.</param>
/// <param name="OldestAt">When the oldest of the results was computed.</param>
public sealed record PaySum(string? Key, Money Earned, Money Held, Money Payable, Money Payout, int People, DateTimeOffset OldestAt)
{
    /// <summary>By key, then by currencies.</summary>
    public static IReadOnlyList<PaySum> Of(IEnumerable<CalculatedPay> results, Func<CalculatedPay, CalculatedRow, string?> key) =>
    [
        .. results
            .SelectMany(result => result.Rows.Select(row => (Result: result, Row: row)))
            .GroupBy(part => (Key: key(part.Result, part.Row), Plan: part.Row.Earned.Currency, Payout: part.Row.Payout.Currency))
            .OrderBy(group => group.Key.Key, StringComparer.Ordinal).ThenBy(group => group.Key.Plan, StringComparer.Ordinal).ThenBy(group => group.Key.Payout, StringComparer.Ordinal)
            .Select(group => new PaySum(
                group.Key.Key,
                new Money(group.Sum(part => part.Row.Earned.Amount), group.Key.Plan),
                new Money(group.Sum(part => part.Row.Held.Amount), group.Key.Plan),
                new Money(group.Sum(part => part.Row.Payable.Amount), group.Key.Plan),
                new Money(group.Sum(part => part.Row.Payout.Amount), group.Key.Payout),
                group.Select(part => part.Result.Person).Distinct(StringComparer.Ordinal).Count(),
                group.Min(part => part.Result.CalculatedAt))),
    ];
}
