using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Bookkeeping;

/// <summary>A person's books of a closed fiscal month: written once, with the close, and never changed.</summary>
/// <param name="Person">Whose.</param>
/// <param name="Period">The fiscal month's id.</param>
/// <param name="Statements">Pay periods whose statements closed with it: the month, and the longer ones that end with it.</param>
/// <param name="Rows">What goes to payroll, by pay period and assignment.</param>
public sealed record ClosedMonth(string Person, string Period, IReadOnlyList<string> Statements, IReadOnlyList<PayrollRow> Rows);

/// <summary>What one assignment comes to in a closed pay period.</summary>
/// <param name="PayPeriod">The pay period's id.</param>
/// <param name="Earned">Step 14.</param>
/// <param name="Payable">Step 15.</param>
/// <param name="Payout">Step 17, in the currency it is paid in.</param>
/// <param name="Held">Earned and not due, after it.</param>
/// <param name="Draw">Owed on the draw, after it.</param>
/// <param name="Receivable">Owed beside it, after it.</param>
public sealed record PayrollRow(
    string Person, string Assignment, string Plan, string PayPeriod, Money Earned, Money Payable, Money Payout, Money Held, Money Draw, Money Receivable);

/// <summary>Sums over rows in one plan and one payout currency.</summary>
/// <param name="Rows">How many.</param>
public sealed record PayrollTotal(int Rows, Money Earned, Money Payable, Money Payout, Money Held, Money Draw, Money Receivable)
{
    /// <summary>By currencies, in their order.</summary>
    public static IReadOnlyList<PayrollTotal> Of(IEnumerable<PayrollRow> rows) =>
        [.. rows.GroupBy(row => (Plan: row.Earned.Currency, Payout: row.Payout.Currency)).OrderBy(group => group.Key).Select(group => new PayrollTotal(
            group.Count(),
            new Money(group.Sum(row => row.Earned.Amount), group.Key.Plan),
            new Money(group.Sum(row => row.Payable.Amount), group.Key.Plan),
            new Money(group.Sum(row => row.Payout.Amount), group.Key.Payout),
            new Money(group.Sum(row => row.Held.Amount), group.Key.Plan),
            new Money(group.Sum(row => row.Draw.Amount), group.Key.Plan),
            new Money(group.Sum(row => row.Receivable.Amount), group.Key.Plan)))];
}
