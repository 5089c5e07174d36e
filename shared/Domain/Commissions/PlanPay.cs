namespace SalesPerf.Domain.Commissions;

/// <summary>A short incentive: an amount a deal, an amount a unit or a rate, for deals in its days.</summary>
public sealed record Spiff
{
    public required string Id { get; init; }

    public string? Name { get; init; }

    /// <summary>The first day; null is always.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The day after the last.</summary>
    public DateOnly? To { get; init; }

    /// <summary>As of a credit rule.</summary>
    public string Base { get; init; } = "amount";

    public CreditFilter? Filter { get; init; }

    /// <summary>Least base a deal must have, inclusive; null is anything above 0.</summary>
    public decimal? AtLeast { get; init; }

    /// <summary>Plan currency a deal. Exactly one of this, <see cref="PerUnit"/> and <see cref="RatePercent"/>.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Plan currency for each unit of the base.</summary>
    public decimal? PerUnit { get; init; }

    /// <summary>Of the base.</summary>
    public decimal? RatePercent { get; init; }
}

/// <summary>Pay in advance, by pay period. Not ramped, prorated by days.</summary>
public sealed record PlanDraw
{
    /// <summary><c>guarantee</c>: what is missing to the draw is added; <c>upFront</c>: the draw is paid first, then what is beyond it; <c>additiveLoan</c>: paid on top, deducted in the next pay period.</summary>
    public required string Kind { get; init; }

    /// <summary>Plan currency a pay period; either this or <see cref="TargetPayPercent"/>.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Share of the target pay of a pay period.</summary>
    public decimal? TargetPayPercent { get; init; }

    /// <summary>False: what was added is never taken back.</summary>
    public bool Recoverable { get; init; } = true;

    /// <summary>Share of pay above the floor that goes into recovery.</summary>
    public decimal RecoverRatePercent { get; init; } = 100m;

    /// <summary>Pay that recovery leaves, plan currency; null is the draw.</summary>
    public decimal? Floor { get; init; }

    /// <summary>For how many pay periods from the start of the assignment; null is all.</summary>
    public int? Periods { get; init; }

    /// <summary>Of additiveLoan: the pay periods it is paid in, counted from 1 at the start of the assignment; null is the first.</summary>
    public IReadOnlyList<int>? PaidIn { get; init; }
}

/// <summary>How what is owed by a person is recovered from later pay.</summary>
public sealed record PlanReceivable
{
    /// <summary>Share of pay above the floor.</summary>
    public decimal RecoverRatePercent { get; init; } = 100m;

    /// <summary>Pay that recovery leaves, plan currency.</summary>
    public decimal Floor { get; init; }

    /// <summary>Spread over so many pay periods; null is at once.</summary>
    public int? Instalments { get; init; }
}

/// <summary>Lower quotas for whoever is new.</summary>
public sealed record PlanRamp
{
    /// <summary>One for each month; month 1 is the calendar month of the assignment's ramp start.</summary>
    public required IReadOnlyList<RampStep> Steps { get; init; }

    /// <summary>True: multipliers above 1 and tiers from 100 % of quota on pay during the ramp too.</summary>
    public bool Accelerators { get; init; }
}

/// <summary>A month of a ramp.</summary>
/// <param name="QuotaPercent">Share of the full quota.</param>
/// <param name="TargetPayPercent">Share of full target pay; null is all of it.</param>
/// <param name="Multiplier">Of all components' pay in the pay periods that end in the month; null is 1.</param>
/// <param name="DrawAmount">In place of the plan's draw, plan currency a pay period; null is the plan's.</param>
public sealed record RampStep(decimal QuotaPercent, decimal? TargetPayPercent = null, decimal? Multiplier = null, decimal? DrawAmount = null);
