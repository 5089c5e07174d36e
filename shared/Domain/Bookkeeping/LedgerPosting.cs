using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Bookkeeping;

/// <summary>An amount that goes from accounts to others: its lines sum to zero.</summary>
/// <param name="Assignment">Whose plan it is paid with.</param>
/// <param name="PayPeriod">The pay period.</param>
/// <param name="Kind">
/// <c>earned</c>, <c>bounded</c> (the plan's minimum and cap), <c>adjustment</c>, <c>spiff</c>, <c>correction</c>, <c>clawback</c>, <c>held</c>, <c>released</c>, <c>cancelled</c>, <c>draw</c>,
/// <c>guarantee</c>, <c>drawRecovered</c>, <c>carried</c>, <c>recovered</c>, of whoever leaves <c>drawDeducted</c>,
/// <c>drawInvoiced</c>, <c>drawForgiven</c>, <c>receivableDeducted</c>, <c>receivableInvoiced</c>, <c>receivableForgiven</c>; <c>handedOver</c> (to the assignment that follows), <c>payout</c>.
/// </param>
/// <param name="Subject">The component, adjustment, spiff or deal; null where it is the whole assignment's.</param>
/// <param name="Lines">What each account gets.</param>
public sealed record LedgerPosting(string Assignment, string PayPeriod, string Kind, string? Subject, IReadOnlyList<LedgerLine> Lines);

/// <summary>A side of a posting.</summary>
/// <param name="Account"><see cref="LedgerAccounts"/>.</param>
/// <param name="Amount">In plan currency; above 0 is a debit.</param>
public sealed record LedgerLine(string Account, Money Amount);

/// <summary>The accounts, as the organisation keeps them.</summary>
public static class LedgerAccounts
{
    /// <summary>What people cost.</summary>
    public const string Expense = "expense";

    /// <summary>Earned and on its way through a pay period: nothing is left on it after one.</summary>
    public const string Earned = "earned";

    /// <summary>Earned and not due: owed to the person.</summary>
    public const string Held = "held";

    /// <summary>Advanced on the draw: owed by the person.</summary>
    public const string Draw = "draw";

    /// <summary>Negative results: owed by the person.</summary>
    public const string Receivable = "receivable";

    /// <summary>Between an assignment and the one that follows it: nothing is left on it.</summary>
    public const string HandedOver = "handedOver";

    /// <summary>Owed by somebody who left, and invoiced to them: no part of pay any more.</summary>
    public const string Invoiced = "invoiced";

    /// <summary>Handed to payroll.</summary>
    public const string Payout = "payout";
}

/// <summary>What stands open for an assignment after a month, as on its statement.</summary>
/// <param name="Held">Owed to the person.</param>
/// <param name="Draw">Owed by the person on the draw.</param>
/// <param name="Receivable">Owed by the person beside it.</param>
public sealed record LedgerBalance(string Assignment, Money Held, Money Draw, Money Receivable);

/// <summary>A person's ledger of a closed fiscal month: written once, with the close.</summary>
/// <param name="Period">The fiscal month's id.</param>
/// <param name="Postings">In the order of calculation.</param>
/// <param name="Balances">After it, of every assignment that ever had one, by assignment.</param>
public sealed record LedgerMonth(string Period, IReadOnlyList<LedgerPosting> Postings, IReadOnlyList<LedgerBalance> Balances);
