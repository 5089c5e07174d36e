namespace SalesPerf.Domain.Commissions;

/// <summary>A commission plan. Vocabulary and defaults: <c>docs</c> of the plan schema; marginal and flat tables (one tier) for now.</summary>
public sealed record Plan
{
    public required string Id { get; init; }

    public string? Name { get; init; }

    /// <summary>ISO 4217: what credits are converted to and pay is computed in.</summary>
    public required string Currency { get; init; }

    /// <summary><c>month</c>, <c>quarter</c>, <c>half</c> or <c>year</c>.</summary>
    public required string PayPeriod { get; init; }

    public required IReadOnlyList<PlanComponent> Components { get; init; }

    /// <summary>Decimals pay is rounded to, half away from zero; null is the currency's.</summary>
    public int? RoundingDigits { get; init; }

    /// <summary>Rates above this are refused, in per cent. Default 100.</summary>
    public decimal MaxRatePercent { get; init; } = 100m;
}

/// <summary>One way of earning inside a plan.</summary>
public sealed record PlanComponent
{
    public required string Id { get; init; }

    public string? Name { get; init; }

    /// <summary><c>deal</c>, <c>month</c>, <c>quarter</c>, <c>half</c> or <c>year</c>: what its running total covers.</summary>
    public required string Measure { get; init; }

    public required IReadOnlyList<CreditRule> CreditRules { get; init; }

    public required RateTable Table { get; init; }
}

/// <summary>Which events give credit. Rules are ordered; within a group the first match wins, groups add.</summary>
public sealed record CreditRule
{
    public required string Id { get; init; }

    public string Group { get; init; } = "default";

    /// <summary><c>booking</c>, <c>invoice</c> or <c>payment</c>; booking for now.</summary>
    public string Event { get; init; } = "booking";

    /// <summary>
    /// <c>amount</c>, <c>margin</c>, or the name of a numeric attribute of the deal. Attributes are money in the deal's currency, but for <c>units</c>.
    /// </summary>
    public string Base { get; init; } = "amount";

    /// <summary>Null matches every credit.</summary>
    public CreditFilter? Filter { get; init; }
}

/// <summary>A condition, or all, or any of several. Exactly one of <see cref="All"/>, <see cref="Any"/> and <see cref="Field"/> is set.</summary>
public sealed record CreditFilter
{
    public IReadOnlyList<CreditFilter>? All { get; init; }

    public IReadOnlyList<CreditFilter>? Any { get; init; }

    /// <summary><c>account</c>, <c>amount</c>, <c>margin</c>, <c>currency</c>, <c>stage</c>, <c>source</c> or a deal attribute.</summary>
    public string? Field { get; init; }

    /// <summary>As of <see cref="Metrics.MetricCondition"/>.</summary>
    public string? Op { get; init; }

    public string? Value { get; init; }

    public IReadOnlyList<string>? Values { get; init; }
}

/// <summary>Rates by tier.</summary>
public sealed record RateTable
{
    /// <summary><c>marginal</c>: each part of the selector earns its own tier's rate.</summary>
    public string Mode { get; init; } = "marginal";

    /// <summary><c>credit</c> (plan currency) or <c>attainment</c> (per cent of quota).</summary>
    public string Selector { get; init; } = "credit";

    /// <summary><c>higher</c>: a value equal to a bound is in the upper tier; <c>lower</c>: in the tier below.</summary>
    public string Boundary { get; init; } = "higher";

    public required IReadOnlyList<RateTier> Tiers { get; init; }
}

/// <summary>A tier from <paramref name="From"/> to the next tier's (the last is open-ended).</summary>
/// <param name="From">In plan currency, or per cent of quota.</param>
/// <param name="RatePercent">0 to the plan's maximum.</param>
/// <param name="To">Optional: must equal the next tier's <paramref name="From"/>, and be absent on the last.</param>
public sealed record RateTier(decimal From, decimal RatePercent, decimal? To = null);
