namespace SalesPerf.Domain.Commissions;

/// <summary>What a running total earns, by tier or by points. The last tier is open-ended, but in the mode interpolated, where nothing more is earned beyond it.</summary>
public sealed record RateTable
{
    /// <summary>
    /// <c>marginal</c>: each part earns its own tier's; <c>whole</c>: all of it the tier's that is reached; <c>hybrid</c>: once to quota, all beyond it the
    /// tier's that is reached; <c>interpolated</c>: a tier's amount or rate is earned linearly inside it; <c>curve</c>: linear between points.
    /// </summary>
    public string Mode { get; init; } = "marginal";

    /// <summary>What picks the tier: see <see cref="SelectorNames"/>.</summary>
    public string Selector { get; init; } = "credit";

    /// <summary><c>higher</c>: a value equal to a bound is in the upper tier; <c>lower</c>: in the tier below.</summary>
    public string Boundary { get; init; } = "higher";

    /// <summary>All modes but curve; null or empty there.</summary>
    public IReadOnlyList<RateTier>? Tiers { get; init; }

    /// <summary>Whose value picks the tier: <c>self</c>, <c>team</c> (the owner included) or <c>company</c>; null is self.</summary>
    public string? SelectorOf { get; init; }

    /// <summary>The entered metric of the selector <c>metric</c>.</summary>
    public string? Metric { get; init; }

    /// <summary>What multipliers multiply, in per cent; null is target pay ÷ quota. With a quota of 0 or less credit earns it without accelerators.</summary>
    public decimal? BaseRatePercent { get; init; }

    /// <summary>Of the mode curve.</summary>
    public IReadOnlyList<CurvePoint>? Points { get; init; }
}

/// <summary>A tier from <paramref name="From"/> to the next tier's (the last is open-ended). At most one of the five yields is set, and a flat beside any.</summary>
/// <param name="From">In what the selector counts: plan currency, per cent of quota, units.</param>
/// <param name="RatePercent">Of the base; 0 to the plan's maximum.</param>
/// <param name="To">Optional: must equal the next tier's <paramref name="From"/>. The last has one in the mode interpolated only.</param>
public sealed record RateTier(decimal From, decimal? RatePercent = null, decimal? To = null)
{
    /// <summary>Of the table's base rate; not negative.</summary>
    public decimal? Multiplier { get; init; }

    /// <summary>Of target pay, per attainment; not negative.</summary>
    public decimal? TargetMultiplier { get; init; }

    /// <summary>Plan currency for each unit of the base.</summary>
    public decimal? PerUnit { get; init; }

    /// <summary>Plan currency, once, when the selector reaches the tier (the first: above 0); in the mode interpolated the tier's amount.</summary>
    public decimal? Flat { get; init; }

    /// <summary>Least that the tier earns, once anything of the total is in it; in the mode whole of the result.</summary>
    public decimal? Minimum { get; init; }

    /// <summary>Most that the tier earns; in the mode whole of the result.</summary>
    public decimal? Maximum { get; init; }

    /// <summary>True: once reached, everything below is paid as in this tier. Marginal only.</summary>
    public bool Retroactive { get; init; }
}

/// <summary>A point of a payout curve; of two at the same place the second is a jump to.</summary>
/// <param name="At">In what the selector counts.</param>
/// <param name="TargetPayPercent">Share of target pay; either this or <paramref name="Amount"/>.</param>
/// <param name="Amount">In plan currency.</param>
public sealed record CurvePoint(decimal At, decimal? TargetPayPercent = null, decimal? Amount = null);

/// <summary>What can pick a tier.</summary>
public static class SelectorNames
{
    /// <summary>Commission credit, plan currency.</summary>
    public const string Credit = "credit";

    /// <summary>Quota credit, per cent of quota.</summary>
    public const string Attainment = "attainment";

    /// <summary>The deals' attribute <c>units</c>.</summary>
    public const string Units = "units";

    /// <summary>How many deals are credited, each once whatever the share of it; those with a negative base are none.</summary>
    public const string Deals = "deals";

    /// <summary>The deals' margins, plan currency.</summary>
    public const string Margin = "margin";

    /// <summary>The deals' margins in per cent of their amounts.</summary>
    public const string MarginPercent = "marginPercent";

    /// <summary>An entered metric's value of the period.</summary>
    public const string Metric = "metric";

    /// <summary>What the component has earned in earlier pay periods of the fiscal year, plan currency.</summary>
    public const string EarnedToDate = "earnedToDate";

    /// <summary>True for a value that does not grow credit by credit: it picks one tier for all.</summary>
    public static bool IsFixed(string selector, string? of) => selector is MarginPercent or Metric or EarnedToDate || of is "team" or "company";
}
