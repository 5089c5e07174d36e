namespace SalesPerf.Domain.Commissions;

/// <summary>One way of earning inside a plan: by a table over credits (or over the pay of other components), or by objectives.</summary>
public sealed record PlanComponent
{
    public required string Id { get; init; }

    public string? Name { get; init; }

    /// <summary><c>deal</c>, <c>month</c>, <c>quarter</c>, <c>half</c> or <c>year</c>: what its running total covers.</summary>
    public required string Measure { get; init; }

    /// <summary>Empty where the component is based on others or on objectives.</summary>
    public IReadOnlyList<CreditRule> CreditRules { get; init; } = [];

    /// <summary>Null only with <see cref="Objectives"/>.</summary>
    public RateTable? Table { get; init; }

    /// <summary>Tables whose rate or multiplier of the tier that is reached multiplies the first one's pay; null is none.</summary>
    public IReadOnlyList<RateTable>? ChainedTables { get; init; }

    /// <summary>True: splits share what a deal pays (step 12), not its credit (step 3).</summary>
    public bool PayoutSplit { get; init; }

    /// <summary>Components of the plan whose pay is the credit of this one; null is none.</summary>
    public IReadOnlyList<string>? BasedOn { get; init; }

    /// <summary>With <see cref="BasedOn"/>, whose pay: <c>self</c>, <c>reports</c>, <c>team</c> (others in it) or <c>people</c>; null is self. The components are then those of their plans.</summary>
    public string? CreditOf { get; init; }

    /// <summary>Of <c>people</c>: their ids.</summary>
    public IReadOnlyList<string>? People { get; init; }

    /// <summary>Of <c>reports</c>: how far below, 1 for who reports to the person; null is all levels.</summary>
    public IReadOnlyList<int>? Levels { get; init; }

    /// <summary>True where the component is based on what others are paid.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOfOthersPay => BasedOn is { Count: > 0 } && CreditOf is not (null or "self");

    /// <summary>True where it pays a share of target pay.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOfTargetPay =>
        Objectives?.Any(objective => objective?.Amount is null) == true
        || Table?.Tiers?.Any(tier => tier?.TargetMultiplier is not null || (tier?.Multiplier is not null && Table.BaseRatePercent is null)) == true
        || Table?.Points?.Any(point => point?.TargetPayPercent is not null) == true;

    /// <summary>Objectives that earn target pay by what is entered for them (MBO); null is none.</summary>
    public IReadOnlyList<PayObjective>? Objectives { get; init; }

    /// <summary>Accelerators and decelerators; null is none.</summary>
    public IReadOnlyList<PayMultiplier>? Multipliers { get; init; }

    public IReadOnlyList<PayGate>? Gates { get; init; }

    public IReadOnlyList<PayKicker>? Kickers { get; init; }

    /// <summary>Only credit above a threshold is paid, and a miss is added to the next one; null is none.</summary>
    public DeficitThreshold? Deficit { get; init; }

    /// <summary>Limits on deals, rate, attainment and the component; null is none.</summary>
    public IReadOnlyList<PayCap>? Caps { get; init; }

    /// <summary>Least pay in a measure period, plan currency; null is none.</summary>
    public decimal? Minimum { get; init; }

    /// <summary>How pay is told apart by lines: <c>sequential</c> or <c>proRata</c> to credit; null is sequential.</summary>
    public string? Attribution { get; init; }
}

/// <summary>An accelerator (at or above its threshold) or a decelerator (strictly below it), per <see cref="Boundary"/>.</summary>
public sealed record PayMultiplier
{
    public required string Id { get; init; }

    /// <summary><c>accelerator</c> or <c>decelerator</c>.</summary>
    public string Kind { get; init; } = "accelerator";

    /// <summary>As of a table.</summary>
    public string Selector { get; init; } = SelectorNames.Attainment;

    /// <summary>The entered metric of the selector <c>metric</c>.</summary>
    public string? Metric { get; init; }

    /// <summary>Whose value counts: <c>self</c>, <c>team</c> (the owner included) or <c>company</c>, against the person's quota; null is self. Of a table the table's own counts.</summary>
    public string? SelectorOf { get; init; }

    /// <summary>In what the selector counts.</summary>
    public decimal Threshold { get; init; }

    public string Boundary { get; init; } = "higher";

    /// <summary><c>whole</c>: the component's pay; <c>slice</c>: what is earned beyond the threshold, or below it for decelerators.</summary>
    public string On { get; init; } = "whole";

    /// <summary>Not negative. Either this or <see cref="Table"/>.</summary>
    public decimal? Factor { get; init; }

    /// <summary>The factor by the selector's value: tiers with multipliers, mode whole. The threshold does not count then.</summary>
    public RateTable? Table { get; init; }
}

/// <summary>A condition on a period's value without which a component pays less.</summary>
public sealed record PayGate
{
    public required string Id { get; init; }

    /// <summary><c>attainment</c>, <c>credit</c>, <c>units</c>, <c>margin</c>, <c>marginPercent</c> or <c>metric</c>.</summary>
    public string Selector { get; init; } = SelectorNames.Metric;

    /// <summary>The entered metric of the selector <c>metric</c>.</summary>
    public string? Metric { get; init; }

    /// <summary>The component whose value counts; null is its own.</summary>
    public string? Component { get; init; }

    /// <summary>The period of the metric's value: <c>month</c> … <c>year</c>; null is the component's measure.</summary>
    public string? Measure { get; init; }

    /// <summary>In what the selector counts; a value that is equal passes.</summary>
    public required decimal AtLeast { get; init; }

    /// <summary><c>zero</c>, <c>limitPay</c> or <c>limitTier</c>.</summary>
    public string Otherwise { get; init; } = "zero";

    /// <summary>Of <c>limitPay</c>: share of target pay; either this or <see cref="LimitAmount"/>.</summary>
    public decimal? LimitTargetPayPercent { get; init; }

    /// <summary>Of <c>limitPay</c>: plan currency in the measure period.</summary>
    public decimal? LimitAmount { get; init; }

    /// <summary>Of <c>limitTier</c>: the highest tier that pays, counted from 1; beyond it its rate goes on.</summary>
    public int? LimitTier { get; init; }
}

/// <summary>An amount, once a measure period, on reaching a threshold; several add up.</summary>
public sealed record PayKicker
{
    public required string Id { get; init; }

    public string Selector { get; init; } = SelectorNames.Attainment;

    public string? Metric { get; init; }

    public required decimal Threshold { get; init; }

    /// <summary>Plan currency; either this or <see cref="TargetPayPercent"/>.</summary>
    public decimal? Amount { get; init; }

    public decimal? TargetPayPercent { get; init; }
}

/// <summary>Pay is on max(0, credit − (threshold + carry)); a miss carries the shortfall to the next measure period, success sets it to 0.</summary>
/// <param name="Threshold">Credit a measure period, plan currency.</param>
public sealed record DeficitThreshold(decimal Threshold);

/// <summary>A limit on pay.</summary>
public sealed record PayCap
{
    /// <summary><c>deal</c>, <c>rate</c>, <c>attainment</c>, <c>component</c>; of a plan <c>plan</c>.</summary>
    public required string On { get; init; }

    /// <summary>Plan currency: deal, component, plan.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Of the credit (rate), of quota (attainment), of target pay (component, plan).</summary>
    public decimal? Percent { get; init; }

    /// <summary>Of component: <c>measure</c> or <c>payPeriod</c>; of plan: <c>payPeriod</c> or <c>year</c>. Null is the first.</summary>
    public string? Per { get; init; }

    /// <summary><c>lost</c>, or <c>carried</c> and paid in later periods below the cap (component and plan).</summary>
    public string Excess { get; init; } = "lost";
}

/// <summary>Part of target pay for what somebody scored: the value entered for a metric, in per cent.</summary>
public sealed record PayObjective
{
    public required string Metric { get; init; }

    /// <summary>Share of the component's target pay; all of them sum to 100.</summary>
    public decimal WeightPercent { get; init; } = 100m;

    /// <summary>What a score of 100 % earns, plan currency a measure period, in place of a share of target pay; null is by weight. It is not prorated.</summary>
    public decimal? Amount { get; init; }

    /// <summary>What a score pays; null pays the score itself.</summary>
    public IReadOnlyList<LadderStep>? Ladder { get; init; }
}

/// <summary>A score of at least <paramref name="AtLeast"/> pays <paramref name="PayPercent"/> of the objective's part of target pay; below the first step nothing.</summary>
public sealed record LadderStep(decimal AtLeast, decimal PayPercent);
