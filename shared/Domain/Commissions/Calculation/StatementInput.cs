using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <summary>What a statement is made from. Nothing else bears on it.</summary>
public sealed record StatementInput
{
    public required string Person { get; init; }

    /// <summary>The pay period asked about: statements are of plans that pay by periods of its kind.</summary>
    public required Period Period { get; init; }

    public required FiscalCalendar Calendar { get; init; }

    /// <summary>The person's terms from the start of their assignments to the end of the period, by assignment and then by day: see <see cref="PlanTerms.Find"/>.</summary>
    public required IReadOnlyList<PlanTerms> Terms { get; init; }

    /// <summary>Every credit from the start of the assignments, in any order.</summary>
    public required IReadOnlyList<Credit> Credits { get; init; }

    /// <summary>Credits of others that rules of the person's plans look at, in any order.</summary>
    public IReadOnlyList<OtherCredit> OtherCredits { get; init; } = [];

    /// <summary>Roles and teams of whoever is credited, in any order: what filters look at.</summary>
    public IReadOnlyList<PersonPost> Posts { get; init; } = [];

    /// <summary>What others earned, for components that are based on it, in any order.</summary>
    public IReadOnlyList<OtherPay> OtherPay { get; init; } = [];

    /// <summary>
    /// Where the person's assignments stood after pay periods that are closed, in any order; of each assignment at least the latest. Those of the period asked about
    /// and later ones do not count. What they posted stays; what is known since is posted in the first pay period that is open.
    /// </summary>
    public IReadOnlyList<ClosedPay> Closed { get; init; } = [];

    /// <summary>The first day that is not closed: pay periods that end before it posted what <see cref="Closed"/> says, and nothing where that is silent. Null: the day after the latest of them.</summary>
    public DateOnly? OpenFrom { get; init; }

    /// <summary>Days of closed months whose terms are those of a reopening, the latest last.</summary>
    public IReadOnlyList<ReopenedDays> Reopened { get; init; } = [];

    /// <summary>Fixed amounts that finance adds or takes, in any order.</summary>
    public IReadOnlyList<FixedAdjustment> Adjustments { get; init; } = [];

    /// <summary>Credit that finance adds or takes, which goes through the tiers, in any order.</summary>
    public IReadOnlyList<CreditAdjustment> CreditAdjustments { get; init; } = [];

    /// <summary>What finance holds by hand or did, in any order.</summary>
    public IReadOnlyList<PayHold> Holds { get; init; } = [];
}

/// <summary>Days that were reopened.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The day after the last.</param>
/// <param name="At">What was recorded up to then counts.</param>
public sealed record ReopenedDays(DateOnly From, DateOnly To, DateTimeOffset At);

/// <summary>An amount added to pay as it is, or taken from it.</summary>
/// <param name="Id">What it is listed under.</param>
/// <param name="Assignment">Whose plan it is paid with.</param>
/// <param name="Date">In the pay period it counts in.</param>
/// <param name="Amount">Plan currency; negative takes.</param>
/// <param name="IsClawback">A non-recoverable guarantee does not make up for it.</param>
/// <param name="Component">The component that it makes up for; null is none. It is no part of its running total.</param>
public sealed record FixedAdjustment(string Id, string Assignment, DateOnly Date, decimal Amount, bool IsClawback = false, string? Component = null);

/// <summary>Credit added to a component, or taken from it, at step 3: commission and quota credit alike.</summary>
/// <param name="Id">What it is listed under.</param>
/// <param name="Assignment">Whose component it is.</param>
/// <param name="Component">The component's id.</param>
/// <param name="Date">The day it counts on.</param>
/// <param name="Credit">Plan currency; negative takes.</param>
public sealed record CreditAdjustment(string Id, string Assignment, string Component, DateOnly Date, decimal Credit);

/// <summary>A credit of somebody else.</summary>
/// <param name="Owner">Whose deal it is.</param>
/// <param name="IsTeam">In the person's team on the day of the booking.</param>
/// <param name="IsReport">Below the person on the day of the booking.</param>
/// <param name="Level">How far below: 1 is who reports to the person; 0 for nobody below.</param>
public sealed record OtherCredit(Credit Credit, string Owner, bool IsTeam, bool IsReport, int Level = 0);

/// <summary>Where somebody stands from a day on.</summary>
/// <param name="Person">Their id.</param>
/// <param name="From">The first day.</param>
/// <param name="Role">Null is none.</param>
/// <param name="Team">Null is none.</param>
public sealed record PersonPost(string Person, DateOnly From, string? Role, string? Team);

/// <summary>What a component of somebody else earned in a pay period: step 12.</summary>
/// <param name="Person">Who.</param>
/// <param name="Component">Of their plan.</param>
/// <param name="Date">The last day of the pay period: what is not over when one's own pay period is does not count in it.</param>
/// <param name="Amount">In their plan's currency.</param>
/// <param name="Currency">That currency.</param>
/// <param name="IsTeam">In the person's team on that day.</param>
/// <param name="Level">How far below the person on that day: 1 is who reports to them; 0 for nobody below.</param>
public sealed record OtherPay(string Person, string Component, DateOnly Date, decimal Amount, string Currency, bool IsTeam, int Level);
