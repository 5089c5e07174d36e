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
}
