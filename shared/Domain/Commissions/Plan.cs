namespace SalesPerf.Domain.Commissions;

/// <summary>A commission plan: see <c>docs/commissions.md</c> for every field with its default.</summary>
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

    /// <summary>Least pay of all components together in a pay period, in plan currency; null is none. Not recovered: a draw is.</summary>
    public decimal? Minimum { get; init; }

    /// <summary>Limits on the pay of all components together (<c>on</c> is <c>plan</c>); null is none.</summary>
    public IReadOnlyList<PayCap>? Caps { get; init; }

    /// <summary>Short incentives beside the components, outside quota and caps; null is none.</summary>
    public IReadOnlyList<Spiff>? Spiffs { get; init; }

    public PlanDraw? Draw { get; init; }

    /// <summary>How a negative result is recovered from later pay; null is whole, from all of it.</summary>
    public PlanReceivable? Receivable { get; init; }

    public PlanRamp? Ramp { get; init; }

    /// <summary>What other currencies are worth in the plan's, fixed or by day; null is none.</summary>
    public IReadOnlyList<PlanRate>? Rates { get; init; }

    /// <summary>By which rate credits are converted: <c>spot</c> of their day, <c>month</c>, the mean of its days, or <c>fixed</c>, that of the plan year's first day; null is spot. Components of target pay always use fixed.</summary>
    public string? Conversion { get; init; }

    /// <summary>What is taken back of a credit whose deal ends; null takes back all that it made, whenever.</summary>
    public PlanClawback? Clawback { get; init; }

    /// <summary>When what is earned is paid; null is at once.</summary>
    public IReadOnlyList<PlanPayment>? Payments { get; init; }

    /// <summary>What becomes of balances when somebody leaves the plan for none; null goes on as before.</summary>
    public PlanLeaving? OnLeaving { get; init; }

    /// <summary>A new version inside a measure period: <c>continue</c>, <c>trueUp</c> or <c>restart</c>; null is continue.</summary>
    public string? OnChange { get; init; }

    /// <summary>Which days on the plan prorate: <c>inclusive</c>, first and last day both; <c>excludeFirst</c>: the first does not count. Null is inclusive.</summary>
    public string? DayCount { get; init; }
}

/// <summary>Which events give credit. Rules are ordered; within a group the first match wins, groups add.</summary>
public sealed record CreditRule
{
    public required string Id { get; init; }

    public string Group { get; init; } = "default";

    /// <summary>
    /// <c>booking</c>, <c>invoice</c> or <c>payment</c>: what of a deal gives credit. Invoices and payments give the part of the base that they are of the deal's amount, on
    /// their own day; whose they are is as on the day of the booking.
    /// </summary>
    public string Event { get; init; } = "booking";

    /// <summary>
    /// <c>amount</c>, <c>margin</c>, or the name of a numeric attribute of the deal. Attributes are money in the deal's currency, but for <c>units</c>.
    /// </summary>
    public string Base { get; init; } = "amount";

    /// <summary>Null matches every credit.</summary>
    public CreditFilter? Filter { get; init; }

    /// <summary>
    /// Whose deals it credits: <c>self</c>, <c>team</c> (the person included), <c>reports</c> (everybody below, on the day of the booking), <c>subtree</c> (they and
    /// the person) or <c>people</c>; null is self.
    /// </summary>
    public string? CreditOf { get; init; }

    /// <summary>Of <c>people</c>: their ids.</summary>
    public IReadOnlyList<string>? People { get; init; }

    /// <summary>Of <c>reports</c> and <c>subtree</c>: how far below, 1 for who reports to the person; null is all levels. The person's own deals have none.</summary>
    public IReadOnlyList<int>? Levels { get; init; }

    /// <summary>Shares on top of the deal: <c>include</c>, <c>exclude</c> or <c>only</c>; null includes the person's own and excludes those of others.</summary>
    public string? Overlays { get; init; }

    /// <summary><c>line</c>: filter and base look at each product line of a deal that has them; all rules of a group do, or none. Null is <c>deal</c>.</summary>
    public string? Per { get; init; }

    /// <summary>
    /// Whose deals it credits too, whoever of them owns one, and with how much each: sums to 100. In place of <see cref="CreditOf"/> and
    /// <see cref="SharePercent"/>; null is no split.
    /// </summary>
    public IReadOnlyList<SplitShare>? Splits { get; init; }

    /// <summary>Share of the base that is commission credit, 0 to 1000; null is 100. 0 credits quota without pay.</summary>
    public decimal? SharePercent { get; init; }

    /// <summary>Share of the base that is quota credit, 0 to 1000; null is the same as <see cref="SharePercent"/>. 0 pays without quota.</summary>
    public decimal? QuotaSharePercent { get; init; }
}

/// <summary>A condition, or all, or any of several. Exactly one of <see cref="All"/>, <see cref="Any"/> and <see cref="Field"/> is set.</summary>
public sealed record CreditFilter
{
    public IReadOnlyList<CreditFilter>? All { get; init; }

    public IReadOnlyList<CreditFilter>? Any { get; init; }

    /// <summary>
    /// <c>account</c>, <c>amount</c>, <c>margin</c>, <c>currency</c>, <c>stage</c>, <c>source</c>, a deal attribute, or one of <c>person.id</c>, <c>person.role</c>, <c>person.team</c>
    /// (who is credited, on the day of the booking), <c>creditDate</c>, <c>bookingDate</c> and <c>event</c>.
    /// </summary>
    public string? Field { get; init; }

    /// <summary>As of <see cref="Metrics.MetricCondition"/>; atLeast, above, atMost and below compare days too.</summary>
    public string? Op { get; init; }

    public string? Value { get; init; }

    public IReadOnlyList<string>? Values { get; init; }
}

/// <summary>A person's part of deals that a plan splits.</summary>
/// <param name="Person">Their id.</param>
/// <param name="SharePercent">Above 0.</param>
public sealed record SplitShare(string Person, decimal SharePercent);
