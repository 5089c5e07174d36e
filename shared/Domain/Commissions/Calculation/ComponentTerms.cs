using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <summary>What a component is paid by up to one day of one measure period: step 5, and what earlier periods carry into it.</summary>
internal sealed record ComponentTerms
{
    /// <summary>Whose pay it is.</summary>
    public required string Person { get; init; }

    /// <summary>Decimals of pay.</summary>
    public required int Digits { get; init; }

    public required PlanComponent Component { get; init; }

    /// <summary>The measure period; the pay period where deals are measured on their own.</summary>
    public required Period Measure { get; init; }

    /// <summary>The day after the last that counts.</summary>
    public required DateOnly End { get; init; }

    public decimal? Quota { get; init; }

    public decimal? TargetPay { get; init; }

    /// <summary>True in a ramp that leaves accelerators out.</summary>
    public bool IsWithoutAccelerators { get; init; }

    /// <summary>Of the ramp's step.</summary>
    public decimal RampMultiplier { get; init; } = 1m;

    /// <summary>An entered metric's value in the period of a kind that holds the last day; null is the measure's.</summary>
    public required Func<string, PeriodKind?, decimal> Entered { get; init; }

    /// <summary>What everybody's credits come to by the component's rules: the <c>team</c>'s (the person included) or the <c>company</c>'s, against the person's quota.</summary>
    public required Func<string, ComponentTotals> Group { get; init; }

    /// <summary>What components that gates look at come to.</summary>
    public required Func<string, ComponentTotals?> Other { get; init; }

    /// <summary>What the component has earned in earlier pay periods of the fiscal year.</summary>
    public decimal EarnedThisYear { get; init; }

    /// <summary>Missing to earlier deficit thresholds.</summary>
    public decimal DeficitCarry { get; init; }

    /// <summary>Beyond the component's cap in earlier measure periods.</summary>
    public decimal CapCarry { get; init; }

    public bool IsPerDeal => Component.Measure == "deal";

    /// <summary>The value a selector compares, in what its bounds count: per cent for attainment.</summary>
    public decimal ValueOf(string selector, string? metric, PeriodKind? kind, ComponentTotals totals) => selector switch
    {
        SelectorNames.Attainment => totals.Quota is > 0m ? Attained(totals) * 100m / totals.Quota.Value : 0m,
        SelectorNames.Units => totals.Units,
        SelectorNames.Deals => totals.Deals,
        SelectorNames.Margin => totals.Margin,
        SelectorNames.MarginPercent => totals.Amount == 0m ? 0m : totals.Margin * 100m / totals.Amount,
        SelectorNames.Metric => Entered(metric!, kind), // a rule asks for it
        SelectorNames.EarnedToDate => EarnedThisYear,
        _ => totals.Credit,
    };

    /// <summary>Quota credit as far as it counts: to the component's attainment cap.</summary>
    public decimal Attained(ComponentTotals totals) =>
        CapOn("attainment")?.Percent is { } percent && totals.Quota is > 0m ? Math.Min(totals.QuotaCredit, totals.Quota.Value * percent / 100m) : totals.QuotaCredit;

    public PayCap? CapOn(string place) => Component.Caps?.FirstOrDefault(cap => cap.On == place);
}

/// <summary>What a component's credits sum to in a measure period to date.</summary>
internal readonly record struct ComponentTotals(decimal Base, decimal Credit, decimal QuotaCredit, decimal Units, decimal Margin, decimal Amount, decimal? Quota, decimal Deals = 0m)
{
    /// <summary>0 without a quota above 0.</summary>
    public decimal AttainmentPercent => Quota is > 0m ? QuotaCredit * 100m / Quota.Value : 0m;

    public static ComponentTotals Of(IEnumerable<CreditedLine> lines, decimal? quota)
    {
        var sum = new ComponentTotals { Quota = quota };
        foreach (var line in lines)
        {
            sum = sum with
            {
                Base = sum.Base + line.Match.Base,
                Credit = sum.Credit + line.Match.Credit,
                QuotaCredit = sum.QuotaCredit + line.Match.QuotaCredit,
                Units = sum.Units + line.Units,
                Deals = sum.Deals + line.Deals,
                Margin = sum.Margin + line.Margin,
                Amount = sum.Amount + line.Amount,
            };
        }

        return sum;
    }
}
