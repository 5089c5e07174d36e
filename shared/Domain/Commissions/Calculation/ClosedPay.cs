namespace SalesPerf.Domain.Commissions.Calculation;

/// <summary>
/// Where one assignment stands after a pay period that is closed: what was posted, and what goes on from there. It never changes; the latest of an assignment says all
/// that later pay periods need, and earlier ones may be left out.
/// </summary>
public sealed record ClosedPay
{
    /// <summary>The assignment's id.</summary>
    public required string Assignment { get; init; }

    /// <summary>The pay period's id: of the kind that the plan pays by.</summary>
    public required string Period { get; init; }

    /// <summary>By component and measure period, since the start: what was posted, corrections included. A late credit is paid against it.</summary>
    public IReadOnlyList<PostedMeasure> Measures { get; init; } = [];

    /// <summary>By credit, where pay is due later than earned.</summary>
    public IReadOnlyList<HeldCredit> Held { get; init; } = [];

    /// <summary>Ends of deals that were acted on.</summary>
    public IReadOnlyList<ActedEnd> Ends { get; init; } = [];

    /// <summary>What the plan paid after its floor and cap (step 13), by pay period of the fiscal year.</summary>
    public IReadOnlyList<PaidPeriod> PlanPaid { get; init; } = [];

    /// <summary>Beyond the plan's cap and to be paid later, plan currency.</summary>
    public decimal PlanCarry { get; init; }

    /// <summary>Owed on the draw, plan currency.</summary>
    public decimal DrawDebt { get; init; }

    /// <summary>An additive loan to be deducted in the next pay period.</summary>
    public decimal LoanDue { get; init; }

    /// <summary>Owed as results were negative.</summary>
    public decimal Receivable { get; init; }

    /// <summary>Of the receivable, a pay period; 0 is all at once.</summary>
    public decimal Instalment { get; init; }

    /// <summary>What is to be owed after the instalments so far, unrounded; null is what is owed.</summary>
    public decimal? InstalmentRest { get; init; }
}

/// <summary>What was posted for one measure period of a component, or for one pay period of a spiff.</summary>
/// <param name="Assignment">Whose component it is.</param>
/// <param name="Component">The component's id; <c>spiff~</c> and its id for a spiff.</param>
/// <param name="From">The first day of the measure period.</param>
/// <param name="Earned">Plan currency, rounded: the last recalculated value.</param>
/// <param name="Forgone">Lost to a cap on pay periods when late credits came in: it is not posted again.</param>
/// <param name="Parts">By credit and extra, while the measure period goes on; null once it is over.</param>
public sealed record PostedMeasure(string Assignment, string Component, DateOnly From, decimal Earned, decimal Forgone = 0m, IReadOnlyDictionary<string, decimal>? Parts = null);

/// <summary>What a credit earned by one component, and how much of it is paid: plan currency.</summary>
/// <param name="Id">The credit's: source, deal and event; <c>~rest</c> for what is held by hand and no credit's.</param>
/// <param name="Assignment">Whose component it is.</param>
/// <param name="Component">The component's id; of a rest <c>~rest~</c> and that, or <c>~rest</c> where it is all pay's.</param>
/// <param name="From">The first day of its measure period.</param>
/// <param name="Earned">Posted.</param>
/// <param name="Released">Paid, less what was taken back.</param>
/// <param name="Cancelled">Of what was earned, not to be paid: the end of another deal made it less.</param>
/// <param name="IsEnded">The deal ended: what is not paid never is.</param>
/// <param name="IsDue">All of it is due whatever the plan's payments say, once nobody holds it by hand: whoever earned it left.</param>
public sealed record HeldCredit(
    string Id, string Assignment, string Component, DateOnly From, decimal Earned, decimal Released, decimal Cancelled = 0m, bool IsEnded = false, bool IsDue = false);

/// <summary>The end of a deal that was acted on: it is not acted on again, nor through a late credit.</summary>
/// <param name="Id">The credit's: source, deal and event.</param>
/// <param name="Taken">What was taken back, by component and measure period.</param>
/// <param name="Seen">What the credit came to then, which share of it was taken, and when its day was reopened last; null where nobody wrote it down.</param>
public sealed record ActedEnd(string Id, IReadOnlyList<TakenPart> Taken, string? Seen = null);

/// <summary>A part of what the end of a deal took back.</summary>
/// <param name="Assignment">Whose component it is.</param>
/// <param name="Component">As of <see cref="PostedMeasure"/>.</param>
/// <param name="From">The first day of the measure period.</param>
/// <param name="Amount">Plan currency, above 0 for what was taken.</param>
/// <param name="Line">The credit that it was taken of, where pay is due later than earned.</param>
/// <param name="Cancelled">Of what that credit earned, not to be paid any more.</param>
/// <param name="Unbounded">The amount before the plan's floor and caps; null is the same.</param>
public sealed record TakenPart(string Assignment, string Component, DateOnly From, decimal Amount, string? Line = null, decimal Cancelled = 0m, decimal? Unbounded = null)
{
    /// <summary>True for another part of the same measure period and credit.</summary>
    internal bool IsOf(TakenPart other) => (other.Assignment, other.Component, other.From, other.Line) == (Assignment, Component, From, Line);
}

/// <summary>What a plan paid in a pay period.</summary>
/// <param name="From">The first day.</param>
/// <param name="Paid">Plan currency.</param>
public sealed record PaidPeriod(DateOnly From, decimal Paid);
