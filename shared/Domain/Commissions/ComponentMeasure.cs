using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions;

/// <summary>
/// A component in one of its measure periods: how its running total makes pay. Components that measure each deal on its own total what deals pay,
/// pay period by pay period. What is paid up to a day is round(P(total to that day)), so that what a span of days pays is the difference of two such
/// figures: pay periods sum to the whole, and neither the order of events nor the cut into periods decides a cent.
/// </summary>
internal sealed class ComponentMeasure
{
    private readonly CreditMatch match;
    private readonly RateSchedule schedule;
    private readonly bool isPerDeal;

    private ComponentMeasure(PlanTerms terms, PlanComponent component, Period period, CreditMatch match, decimal? quota, decimal targetPay)
    {
        (Terms, Component, Period, Quota) = (terms, component, period, quota);
        (this.match, isPerDeal) = (match, component.Measure == "deal");
        schedule = RateSchedule.Of(IsForecast(component) ? component.Table : null, quota, targetPay);
        Digits = terms.Digits;
        Before = this;
    }

    public PlanTerms Terms { get; }

    public PlanComponent Component { get; }

    public Period Period { get; }

    public decimal? Quota { get; }

    public int Digits { get; }

    /// <summary>The first day of the window that is paid for: in the measure period, and decided on by the terms.</summary>
    public DateOnly PaidFrom { get; private init; }

    /// <summary>The day after the last.</summary>
    public DateOnly PaidTo { get; private init; }

    /// <summary>What was paid before <see cref="PaidFrom"/> is measured by: the same, but for a quota that changed there.</summary>
    public ComponentMeasure Before { get; private set; }

    /// <summary>True when pay is proportional to the total.</summary>
    public bool IsLinear => isPerDeal || schedule.IsLinear;

    /// <summary>Totals at which the rate changes.</summary>
    public IEnumerable<decimal> Kinks => isPerDeal ? [] : schedule.Bounds;

    /// <summary>Null when measured deal by deal.</summary>
    public RateSchedule? Schedule => isPerDeal ? null : schedule;

    /// <summary>Every component of the terms in each measure period that shares a day with the window and the days that the terms decide on, in the plan's order.</summary>
    public static IReadOnlyList<ComponentMeasure> Of(PlanTerms terms, Period window, FiscalCalendar calendar, WarningList warnings)
    {
        var measures = new List<ComponentMeasure>();
        var (from, to) = (Later(window.Start, Later(terms.From, terms.Since)), Earlier(window.End, Earlier(terms.To, terms.Until)));
        foreach (var component in from < to ? terms.Plan.Components : [])
        {
            var match = CreditMatch.Of(component, terms.Plan);
            var kind = PeriodKinds.Parse(component.Measure) ?? PeriodKinds.Parse(terms.Plan.PayPeriod) ?? PeriodKind.Month;
            foreach (var period in calendar.PeriodsOf(kind, from, to))
            {
                var quota = terms.QuotaOf(component.Id, period, calendar);
                var targetPay = terms.TargetPayOf(component.Id, period, calendar) ?? 0m;
                var paidFrom = Later(from, period.Start);
                var before = paidFrom == terms.Since && paidFrom > period.Start && terms.QuotasBefore is { } quotas
                    ? (terms with { Quotas = quotas }).QuotaOf(component.Id, period, calendar)
                    : quota;
                var measure = new ComponentMeasure(terms, component, period, match, quota, targetPay) { PaidFrom = paidFrom, PaidTo = Earlier(to, period.End) };
                if (before != quota)
                {
                    measure.Before = new ComponentMeasure(terms, component, period, match, before, targetPay);
                }

                measures.Add(measure);
                if (!IsForecast(component) || !IsWhole(component, terms.Plan))
                {
                    warnings.Add(WarningCodes.NotForecast, component.Id);
                }

                if (component.Table?.Selector == "attainment" && quota is not > 0)
                {
                    warnings.Add(terms.UnknownQuotas.Contains(component.Id) ? WarningCodes.UnknownQuota : WarningCodes.NoQuota, component.Id);
                }
            }
        }

        return measures;
    }

    /// <summary>True when a line counts for the total up to the last day that is paid for.</summary>
    public bool Takes(CreditLine line) => line.Date < PaidTo && Period.Contains(line.Date) && Terms.Covers(line.Date);

    /// <summary>A line's credit, whatever its date.</summary>
    public decimal CreditOf(CreditLine line, WarningList warnings) => match.Of(line, warnings);

    /// <summary>What one deal's credit adds to the total: itself, or what it pays where deals are measured on their own.</summary>
    public decimal Added(decimal credit) => isPerDeal ? schedule.PayDeal(credit) : credit;

    /// <summary>What a total pays, unrounded.</summary>
    public decimal Pay(decimal total) => isPerDeal ? total : schedule.Pay(total);

    /// <summary>What has been paid once the total is reached.</summary>
    public decimal Paid(decimal total) => Rounding.HalfAway(Pay(total), Digits);

    /// <summary>True when pay is a function of the person's own total.</summary>
    private static bool IsForecast(PlanComponent component) =>
        component.Table is { } table && table.Selector is SelectorNames.Credit or SelectorNames.Attainment && table.SelectorOf is null or "self" && component.BasedOn is null or []
        && component.CreditRules.All(rule => rule.CreditOf is null or "self" && rule.Splits is null or [] && rule.Event == "booking");

    /// <summary>True when nothing else changes what the table pays.</summary>
    private static bool IsWhole(PlanComponent component, Plan plan) =>
        component is { ChainedTables: null or [], Multipliers: null or [], Gates: null or [], Kickers: null or [], Deficit: null, Caps: null or [], Minimum: null, Objectives: null or [] }
        && plan is { Minimum: null, Caps: null or [], Spiffs: null or [], OnChange: null or "continue" };

    private static DateOnly Later(DateOnly one, DateOnly? other) => other > one ? other.Value : one;

    private static DateOnly Earlier(DateOnly one, DateOnly? other) => other < one ? other.Value : one;

    private static DateOnly? Earlier(DateOnly? one, DateOnly? other) => one is { } known ? Earlier(known, other) : other;
}
