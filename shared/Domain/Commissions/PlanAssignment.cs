namespace SalesPerf.Domain.Commissions;

/// <summary>A person on a plan from <see cref="From"/> (inclusive) to <see cref="To"/> (exclusive).</summary>
public sealed record PlanAssignment
{
    public required string Id { get; init; }

    public required string Person { get; init; }

    public required string Plan { get; init; }

    public required DateOnly From { get; init; }

    public DateOnly? To { get; init; }

    /// <summary>Yearly, in the plan's currency.</summary>
    public decimal? BaseSalary { get; init; }

    /// <summary>Yearly variable pay at 100 %, in the plan's currency.</summary>
    public decimal? TargetPay { get; init; }

    /// <summary>ISO 4217; null is the plan's.</summary>
    public string? PayoutCurrency { get; init; }

    public IReadOnlyList<ComponentQuota> Quotas { get; init; } = [];
}

/// <summary>A component's quota for one person.</summary>
public sealed record ComponentQuota
{
    public required string Component { get; init; }

    /// <summary>In the plan's currency, per <see cref="Period"/>; not negative. Either this or <see cref="Objective"/>.</summary>
    public decimal? Amount { get; init; }

    /// <summary>The objective the number comes from.</summary>
    public string? Objective { get; init; }

    /// <summary><c>month</c>, <c>quarter</c>, <c>half</c> or <c>year</c>; null is the component's measure.</summary>
    public string? Period { get; init; }

    /// <summary>Share of target pay, above 0, in per cent.</summary>
    public decimal WeightPercent { get; init; } = 100m;
}
