namespace SalesPerf.Domain.Commissions;

/// <summary>What a unit of another currency is worth in the plan's, from a day until the next rate.</summary>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Rate">Above 0.</param>
/// <param name="From">The first day; null is always.</param>
public sealed record PlanRate(string Currency, decimal Rate, DateOnly? From = null);

/// <summary>
/// What is taken back of a credit whose deal ends: the difference that the credit makes in the measure period it stands in, × a share. A deal ends on the day in
/// its attribute <c>endedOn</c>. Outside the window nothing is.
/// </summary>
public sealed record PlanClawback
{
    /// <summary>Ends so many days after the start or later are outside it; null is no such bound.</summary>
    public int? WindowDays { get; init; }

    /// <summary>Ends so many completed months after the start or later are outside it; null is no such bound.</summary>
    public int? WindowMonths { get; init; }

    /// <summary><c>full</c>; <c>proRata</c>: (months − completed months) ÷ months; <c>schedule</c>.</summary>
    public string Share { get; init; } = "full";

    /// <summary>Over how many months it is earned; of <c>proRata</c>.</summary>
    public int? Months { get; init; }

    /// <summary>Of <c>schedule</c>: what is taken from so many completed months on.</summary>
    public IReadOnlyList<ClawbackStep>? Schedule { get; init; }

    /// <summary>The deal's attribute with the day that months and windows count from; null is the day of the credit.</summary>
    public string? StartsOn { get; init; }

    /// <summary>The deal's attribute with how many payments the customer made, in place of completed months; null counts months.</summary>
    public string? PaymentsMade { get; init; }

    /// <summary><c>clawback</c>; or <c>negativeCredit</c>: the share of the credit enters the running totals of the day of the end below 0, and nothing is taken back beside it. Null is clawback.</summary>
    public string? TreatAs { get; init; }
}

/// <summary>From <paramref name="FromMonths"/> completed months on, <paramref name="SharePercent"/> is taken back.</summary>
public sealed record ClawbackStep(int FromMonths, decimal SharePercent);

/// <summary>A part of what each credit earns, and when it is due. What is not due is held, and cancelled if the deal ends.</summary>
public sealed record PlanPayment
{
    /// <summary>All of them sum to 100.</summary>
    public required decimal SharePercent { get; init; }

    /// <summary>
    /// <c>earned</c>; <c>invoice</c>: the day in the deal's attribute <c>invoicedOn</c>; <c>cash</c>: pro rata to its attributes <c>paid.2026-05-31</c>, amounts by day;
    /// <c>date</c>; <c>milestone</c>: the day in an attribute; <c>months</c> after the credit.
    /// </summary>
    public string On { get; init; } = "earned";

    /// <summary>Of <c>date</c>.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>Of <c>milestone</c>: the deal's attribute with its day.</summary>
    public string? Milestone { get; init; }

    /// <summary>Of <c>months</c>.</summary>
    public int? Months { get; init; }

    /// <summary><c>customerActive</c>: not due, and cancelled, where the customer has left before that day: the account's deal has its day in the attribute <c>inactiveOn</c>. Null is always.</summary>
    public string? OnlyIf { get; init; }
}

/// <summary>What becomes of balances in the pay period in which the last of the assignments that follow each other ends; null of each goes on as before.</summary>
public sealed record PlanLeaving
{
    /// <summary>What is earned in that pay period and was not paid out yet: <c>pay</c>, <c>forfeit</c>.</summary>
    public string? UnpaidCredit { get; init; }

    /// <summary>What is earned and held: <c>pay</c> releases all of it, <c>forfeit</c> cancels it; null releases it when it is due.</summary>
    public string? Held { get; init; }

    /// <summary>What is owed on the draw: <c>pay</c> or <c>forfeit</c> lets it go, <c>deduct</c> takes it from the last pay and leaves the rest owed, <c>invoice</c> takes it off the balance to be invoiced.</summary>
    public string? Draw { get; init; }

    /// <summary>What is owed beside the draw: as <see cref="Draw"/>.</summary>
    public string? Receivable { get; init; }
}
