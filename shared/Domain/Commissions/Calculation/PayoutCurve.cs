using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <summary>What a component pays over what picks its tiers, by the steps that statements go through.</summary>
public sealed record PayoutCurve
{
    /// <summary>The component's id.</summary>
    public required string Component { get; init; }

    /// <summary>What <see cref="CurvePay.At"/> counts: a selector's name, or <c>score</c>.</summary>
    public required string Over { get; init; }

    /// <summary>Of the measure period, plan currency.</summary>
    public required Money Quota { get; init; }

    /// <summary>Of the measure period, plan currency.</summary>
    public required Money TargetPay { get; init; }

    /// <summary>What is paid on where the selector is something else; null where the selector is.</summary>
    public Money? Credit { get; init; }

    /// <summary>Where tiers, points, thresholds and steps lie, ascending.</summary>
    public required IReadOnlyList<decimal> Marks { get; init; }

    /// <summary>Ascending; just below a mark and at it.</summary>
    public required IReadOnlyList<CurvePay> Points { get; init; }

    /// <summary>Even steps from nothing to beyond the last mark.</summary>
    private const int Steps = 40;

    /// <summary>Beyond it a curve is only a longer list.</summary>
    private const int MaxMarks = 100;

    /// <summary>
    /// Computes it for somebody with this quota and target pay, as one credit of an own deal in a measure period of its own. Gates count as passed. Null where numbers are too
    /// large to compute with.
    /// </summary>
    /// <param name="plan">A valid plan.</param>
    /// <param name="component">One of its components.</param>
    /// <param name="quota">Of the measure period, above 0.</param>
    /// <param name="targetPay">Of the measure period.</param>
    public static PayoutCurve? Of(Plan plan, PlanComponent component, decimal quota, decimal targetPay)
    {
        try
        {
            return Computed(plan, component, quota, targetPay);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static PayoutCurve Computed(Plan plan, PlanComponent component, decimal quota, decimal targetPay)
    {
        var over = component.Objectives is { Count: > 0 } ? "score" : component.Table?.Selector ?? SelectorNames.Credit;
        var isCredit = over is SelectorNames.Credit or SelectorNames.Attainment || (over == SelectorNames.Units && IsBase(component, "units")) || (over == SelectorNames.Margin && IsBase(component, "margin"));
        decimal[] marks = [.. Marked(component, over).Where(mark => mark > 0m).Distinct().Order().Take(MaxMarks)];
        var last = marks.Length > 0 ? marks[^1] * 1.5m : over is SelectorNames.Attainment or "score" ? 150m : over == SelectorNames.Units ? 100m : quota * 1.5m;
        var epsilon = last / 100_000m;
        var points = Enumerable.Range(0, Steps + 1).Select(step => last * step / Steps)
            .Concat(marks)
            .Concat(marks.Select(mark => mark - epsilon))
            .Where(at => at >= 0m)
            .Distinct()
            .Order()
            .Select(at => new CurvePay(at, new Money(Pay(plan, component, over, isCredit, at, quota, targetPay), plan.Currency)))
            .ToList();
        return new PayoutCurve
        {
            Component = component.Id,
            Over = over,
            Quota = new Money(quota, plan.Currency),
            TargetPay = new Money(targetPay, plan.Currency),
            Credit = isCredit || over == "score" ? null : new Money(quota, plan.Currency),
            Marks = marks,
            Points = points,
        };
    }

    private static bool IsBase(PlanComponent component, string name) => component.CreditRules.Count > 0 && component.CreditRules.All(rule => rule.Base == name);

    private static IEnumerable<decimal> Marked(PlanComponent component, string over)
    {
        var tables = (component.ChainedTables ?? []).Concat((component.Multipliers ?? []).Select(one => one.Table)).Append(component.Table).OfType<RateTable>().Where(table => table.Selector == over).ToList();
        return (component.Objectives ?? []).SelectMany(objective => objective.Ladder ?? []).Select(step => step.AtLeast)
            .Concat(tables.SelectMany(table => table.Tiers ?? []).SelectMany(tier => new[] { tier.From, tier.To ?? 0m }))
            .Concat(tables.SelectMany(table => table.Points ?? []).Select(point => point.At))
            .Concat((component.Multipliers ?? []).Where(one => one.Selector == over && one.Table is null).Select(one => one.Threshold))
            .Concat((component.Kickers ?? []).Where(kicker => kicker.Selector == over).Select(kicker => kicker.Threshold))
            .Concat((component.Caps ?? []).Where(cap => cap.On == "attainment" && over == SelectorNames.Attainment).Select(cap => cap.Percent ?? 0m))
            .Concat(over == SelectorNames.Credit && component.Deficit is { } deficit ? [deficit.Threshold] : []);
    }

    private static decimal Pay(Plan plan, PlanComponent component, string over, bool isCredit, decimal at, decimal quota, decimal targetPay)
    {
        var credit = over == SelectorNames.Attainment ? quota * at / 100m : isCredit ? at : quota;
        var line = new CreditedLine
        {
            Id = "curve",
            Line = new CreditLine { Source = "curve", Deal = "curve", Date = Day, Amount = credit, Attributes = [] },
            Match = new MatchedCredit(component.CreditRules.Count > 0 ? component.CreditRules[0].Id : "curve", credit, credit, credit),
            Units = over == SelectorNames.Units ? at : credit,
            Margin = over == SelectorNames.Margin ? at : over == SelectorNames.MarginPercent ? at * credit / 100m : credit,
            Amount = credit,
        };
        var own = ComponentTotals.Of([line], quota);
        var terms = new ComponentTerms
        {
            Person = "curve",
            Digits = plan.RoundingDigits ?? CurrencyDigits.Of(plan.Currency),
            Component = component with { Gates = null, PayoutSplit = false },
            Measure = new Period(PeriodKind.Year, "2000", Day, Day.AddYears(1)),
            End = Day.AddYears(1),
            Quota = quota,
            TargetPay = targetPay,
            Entered = (_, _) => at,
            Group = _ => own,
            Other = _ => own,
            EarnedThisYear = over == SelectorNames.EarnedToDate ? at : 0m,
        };
        return Rounding.HalfAway(ComponentPay.Of(terms, at == 0m && isCredit ? [] : [line]).Total, terms.Digits);
    }

    private static readonly DateOnly Day = new(2000, 1, 1);
}

/// <summary>What is paid at a value.</summary>
/// <param name="At">In what the curve is over: per cent for attainment.</param>
/// <param name="Pay">Rounded.</param>
public sealed record CurvePay(decimal At, Money Pay);
