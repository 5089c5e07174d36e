namespace SalesPerf.Domain.Commissions;

/// <summary>What one assignment earned in a period, with everything that made it.</summary>
public sealed record CommissionStatement
{
    public required string Assignment { get; init; }

    public required string Plan { get; init; }

    /// <summary>The plan's, ISO 4217; every amount here is in it.</summary>
    public required string Currency { get; init; }

    /// <summary>The period's id.</summary>
    public required string Period { get; init; }

    /// <summary>The sum of the components.</summary>
    public required decimal Earned { get; init; }

    public required IReadOnlyList<EarnedComponent> Components { get; init; }

    public IReadOnlyList<CommissionWarning> Warnings { get; init; } = [];
}

/// <summary>A component's pay out of one measure period.</summary>
public sealed record EarnedComponent
{
    public required string Component { get; init; }

    /// <summary>The measure period's id; the pay period's where each deal is measured on its own.</summary>
    public required string MeasurePeriod { get; init; }

    /// <summary>The measure period's quota; null when there is none.</summary>
    public decimal? Quota { get; init; }

    /// <summary>Credit of the measure period before this period.</summary>
    public required decimal CreditBefore { get; init; }

    /// <summary>Credit in this period.</summary>
    public required decimal Credit { get; init; }

    /// <summary>What was earned in earlier periods of the measure period.</summary>
    public required decimal EarnedBefore { get; init; }

    /// <summary>Rounded once; the sum of the lines and <see cref="TrueUp"/>.</summary>
    public required decimal Earned { get; init; }

    /// <summary>What a quota that changed at the start of this period makes of the credit before it, less what was paid for that.</summary>
    public decimal TrueUp { get; init; }

    /// <summary>How the credit to date spreads over the tiers; empty where each deal is measured on its own.</summary>
    public IReadOnlyList<TierPortion> Tiers { get; init; } = [];

    /// <summary>In sequence: date, then deal.</summary>
    public IReadOnlyList<EarnedLine> Lines { get; init; } = [];
}

/// <summary>One crediting event's part of a component's pay, attributed in sequence and rounded by largest remainder.</summary>
public sealed record EarnedLine(string Source, string Deal, string Event, DateOnly Date, decimal Credit, decimal Earned);
