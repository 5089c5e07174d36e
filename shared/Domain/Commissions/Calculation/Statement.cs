using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <summary>What a person earns in a pay period and how it comes about: a pure function of its input.</summary>
public sealed record Statement
{
    public required string Person { get; init; }

    /// <summary>The pay period's id.</summary>
    public required string Period { get; init; }

    /// <summary>The first day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The day after the last.</summary>
    public required DateOnly To { get; init; }

    /// <summary><c>live</c>: provisional, it follows what becomes known; <c>closed</c>: it never changes again.</summary>
    public string State { get; init; } = "live";

    /// <summary>Of a closed one: SHA-256 of its JSON as it was frozen, without this member and the reasons of holds.</summary>
    public string? Hash { get; init; }

    /// <summary>By currency, of all plans.</summary>
    public required IReadOnlyList<StatementTotal> Totals { get; init; }

    /// <summary>One for each plan the person is on, by id.</summary>
    public required IReadOnlyList<AssignmentStatement> Assignments { get; init; }

    public required IReadOnlyList<CommissionWarning> Warnings { get; init; }
}

/// <summary>What all plans in one currency come to.</summary>
/// <param name="Earned">Step 14.</param>
/// <param name="Payable">Step 15.</param>
/// <param name="Payout">Step 17.</param>
public sealed record StatementTotal(Money Earned, Money Payable, Money Payout);

/// <summary>One plan's part of a statement.</summary>
public sealed record AssignmentStatement
{
    public required string Assignment { get; init; }

    public required string Plan { get; init; }

    public required IReadOnlyList<ComponentStatement> Components { get; init; }

    /// <summary>What was added or taken beside the components: spiffs, adjustments.</summary>
    public required IReadOnlyList<StatementExtra> Extras { get; init; }

    /// <summary>Steps 13 to 17, each with what it comes to.</summary>
    public required IReadOnlyList<StatementStep> Steps { get; init; }

    public required Money Earned { get; init; }

    public required Money Payable { get; init; }

    /// <summary>In the payout currency where a rate to it is known.</summary>
    public required Money Payout { get; init; }

    /// <summary>Plan currency for one of the payout's, where they differ.</summary>
    public decimal? PayoutRate { get; init; }

    /// <summary>Earned and not due yet, after this period.</summary>
    public required Money HeldBalance { get; init; }

    /// <summary>What finance holds by hand, and what it released in this period; null for nothing.</summary>
    public IReadOnlyList<StatementHold>? Holds { get; init; }

    /// <summary>What is owed on the draw after this period.</summary>
    public required Money DrawBalance { get; init; }

    /// <summary>What is owed beside the draw after this period, as results were negative.</summary>
    public required Money ReceivableBalance { get; init; }
}

/// <summary>What finance holds by hand.</summary>
public sealed record StatementHold
{
    public required string Id { get; init; }

    /// <summary>The first day of the first pay period that is held.</summary>
    public required DateOnly From { get; init; }

    /// <summary>In this pay period; null while it is held.</summary>
    public DateOnly? ReleasedOn { get; init; }

    /// <summary>Null is every one.</summary>
    public string? Component { get; init; }

    /// <summary>Of the deal.</summary>
    public string? Source { get; init; }

    /// <summary>Null is all pay.</summary>
    public string? Deal { get; init; }

    /// <summary>Held after this period; what several hold is on each of them.</summary>
    public required Money Amount { get; init; }

    /// <summary>Why: no part of what is frozen, as it can be erased. Absent once it was.</summary>
    public string? Reason { get; init; }
}

/// <summary>One component's part.</summary>
public sealed record ComponentStatement
{
    public required string Component { get; init; }

    public string? Name { get; init; }

    /// <summary>What the running total covers: an id, or <c>deal</c>.</summary>
    public required string Measure { get; init; }

    /// <summary>Prorated and ramped; null without one.</summary>
    public Money? Quota { get; init; }

    /// <summary>Of the measure period, prorated and ramped; null without one.</summary>
    public Money? TargetPay { get; init; }

    /// <summary>Target pay in per cent of quota, to ten digits; null without either.</summary>
    public decimal? EffectiveRatePercent { get; init; }

    /// <summary>Quota credit in per cent of quota, to ten digits; 0 without a quota above 0.</summary>
    public required decimal AttainmentPercent { get; init; }

    /// <summary>Commission credit of the measure period to date.</summary>
    public required Money Credit { get; init; }

    /// <summary>Quota credit of the measure period to date.</summary>
    public required Money QuotaCredit { get; init; }

    /// <summary>In earlier pay periods of the measure period.</summary>
    public required Money EarnedBefore { get; init; }

    /// <summary>In this pay period: step 12.</summary>
    public required Money Earned { get; init; }

    /// <summary>Steps 2 to 12 of the measure period to date, unrounded up to step 11.</summary>
    public required IReadOnlyList<StatementStep> Steps { get; init; }

    /// <summary>A line per credit of the measure period to date; their parts and those of <see cref="Extras"/> sum to <see cref="Earned"/>.</summary>
    public required IReadOnlyList<StatementLine> Lines { get; init; }

    /// <summary>Pay that no credit makes: kickers, minimums, what was carried over a cap.</summary>
    public required IReadOnlyList<StatementExtra> Extras { get; init; }
}

/// <summary>A step of the calculation.</summary>
/// <param name="Number">Its number in the order of calculation: see <c>docs/commissions.md</c>.</param>
/// <param name="Name">What it comes to.</param>
public sealed record StatementStep(int Number, string Name, Money Amount);

/// <summary>An amount that is no credit's.</summary>
/// <param name="Kind"><c>kicker</c>, <c>minimum</c>, <c>carried</c>, <c>table</c>, <c>objective</c>, <c>correction</c>, <c>clawback</c>, <c>spiff</c>, <c>adjustment</c>.</param>
/// <param name="Id">What it comes from.</param>
/// <param name="Amount">In this pay period, rounded.</param>
/// <param name="Component">Of an adjustment beside the components: the one that it makes up for; null is none.</param>
public sealed record StatementExtra(string Kind, string Id, Money Amount, string? Component = null);

/// <summary>A credit on a statement.</summary>
public sealed record StatementLine
{
    public required string Source { get; init; }

    public required string Deal { get; init; }

    public required string Event { get; init; }

    public required DateOnly Date { get; init; }

    public string? Account { get; init; }

    /// <summary>The credit rule that matched.</summary>
    public required string Rule { get; init; }

    /// <summary>What the rule looks at, in plan currency.</summary>
    public required decimal Base { get; init; }

    public required decimal SharePercent { get; init; }

    /// <summary>Plan currency for one of the deal's, where they differ.</summary>
    public decimal? CurrencyRate { get; init; }

    /// <summary>Whose deal it is, where it is not the person's own.</summary>
    public string? Owner { get; init; }

    /// <summary><c>invoice</c> or <c>payment</c>; <c>adjustment</c> for credit that finance added, with its id as the deal; null for a booking.</summary>
    public string? Type { get; init; }

    /// <summary>True where an overlay, on top of the deal, is recorded for whoever is credited; null otherwise.</summary>
    public bool? Overlay { get; init; }

    /// <summary>Base × share.</summary>
    public required decimal Credit { get; init; }

    public required decimal QuotaCredit { get; init; }

    /// <summary>What picked the tier once this credit counted: per cent for attainment.</summary>
    public required decimal SelectorValue { get; init; }

    /// <summary>Counted from 1; null on curves and for objectives.</summary>
    public int? Tier { get; init; }

    /// <summary>Of that tier, where it has one.</summary>
    public decimal? RatePercent { get; init; }

    /// <summary>How the credit falls into tiers, where it falls into several.</summary>
    public IReadOnlyList<StatementPortion> Portions { get; init; } = [];

    /// <summary>True when a cap on deals or rate took something off.</summary>
    public bool Capped { get; init; }

    /// <summary>Unrounded, of the measure period to date.</summary>
    public required decimal PayToDate { get; init; }

    /// <summary>The part of the component's pay in this pay period, rounded. For credits of earlier pay periods a catch-up.</summary>
    public required Money Earned { get; init; }
}

/// <summary>A part of a credit in a tier.</summary>
/// <param name="Tier">Counted from 1.</param>
/// <param name="Credit">How much.</param>
/// <param name="RatePercent">The tier's, where it has one.</param>
public sealed record StatementPortion(int Tier, decimal Credit, decimal? RatePercent);
