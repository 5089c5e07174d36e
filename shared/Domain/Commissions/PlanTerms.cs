using SalesPerf.Domain.Objectives;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions;

/// <summary>
/// One person on one version of a plan: what their pay is computed by. An assignment whose plan or quota changes has several, one after the other; each
/// decides on the pay of its own days, and counts the credits of all days of the assignment.
/// </summary>
public sealed record PlanTerms
{
    /// <summary>The assignment's id.</summary>
    public required string Assignment { get; init; }

    public required Plan Plan { get; init; }

    /// <summary>The first day credits count.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The day after the last; null is open-ended.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The first day these terms decide on pay; null is <see cref="From"/>.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>The day after the last day these terms decide on pay; null is <see cref="To"/>.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>By component; several for one component are in force one after the other.</summary>
    public IReadOnlyList<QuotaTerm> Quotas { get; init; } = [];

    /// <summary>
    /// Where these terms differ from those before them by their quotas alone: those quotas. What was paid by them stands, and the first pay period makes
    /// up the difference. Null where the terms begin or the plan changed: pay then goes on from what the new plan says of the day before.
    /// </summary>
    public IReadOnlyList<QuotaTerm>? QuotasBefore { get; init; }

    /// <summary>Components whose quota could not be found.</summary>
    public IReadOnlyList<string> UnknownQuotas { get; init; } = [];

    /// <summary>Target pay by component, of its measure period: the assignment's × the component's weight; several are in force one after the other.</summary>
    public IReadOnlyList<QuotaTerm> TargetPays { get; init; } = [];

    /// <summary>Yearly target pay of the assignment; null is none.</summary>
    public decimal? TargetPay { get; init; }

    /// <summary>Month 1 of the plan's ramp; null is no ramp.</summary>
    public DateOnly? RampStart { get; init; }

    /// <summary>Which days count where quotas, target pay and the draw are prorated.</summary>
    public DayCounting Counting { get; init; } = DayCounting.Inclusive;

    /// <summary>ISO 4217: what is paid out in.</summary>
    public string? PayoutCurrency { get; init; }

    /// <summary>Entered values of metrics, as known now.</summary>
    public IReadOnlyList<EnteredValue> Entered { get; init; } = [];

    /// <summary>Decimals that pay is rounded to.</summary>
    public int Digits => Plan.RoundingDigits ?? CurrencyDigits.Of(Plan.Currency);

    /// <summary>True on the days of the assignment.</summary>
    public bool Covers(DateOnly date) => From <= date && (To is null || date < To);

    /// <summary>True on the days that these terms decide on the pay of.</summary>
    public bool Decides(DateOnly date) => Covers(date) && (Since is null || Since <= date) && (Until is null || date < Until);

    /// <summary>
    /// A component's quota for a fiscal period, prorated to the assignment's days in it; null when there is none. See <see cref="QuotaTerm.Of"/>. Quotas in
    /// force one after the other blend: Σ quota × days ÷ days, for each of the quotas' own periods where those are shorter, rounded once.
    /// </summary>
    public decimal? QuotaOf(string component, Period period, FiscalCalendar calendar) =>
        Sum(Quotas, component, period, calendar, RampOf(step => step.QuotaPercent));

    /// <summary>A component's target pay of a period, ramped and prorated as its quota is; null without one.</summary>
    public decimal? TargetPayOf(string component, Period period, FiscalCalendar calendar) =>
        Sum(TargetPays, component, period, calendar, RampOf(step => step.TargetPayPercent ?? 100m));

    private Ramping? RampOf(Func<RampStep, decimal> percent) =>
        Plan.Ramp is { } ramp && RampStart is { } start ? new Ramping(start, [.. ramp.Steps.Select(step => percent(step) / 100m)]) : null;

    private decimal? Sum(IReadOnlyList<QuotaTerm> all, string component, Period period, FiscalCalendar calendar, Ramping? ramp)
    {
        QuotaTerm[] quotas = [.. all.Where(quota => quota.Component == component)];
        if (quotas.Length == 0 || period.Kind == PeriodKind.Week)
        {
            return null;
        }

        if (quotas.Length == 1 && quotas[0].Days(period, From, To) == QuotaTerm.ActiveDays(period, From, To))
        {
            return quotas[0].Of(period, From, To, CurrencyDigits.Of(Plan.Currency), calendar, ramp, Counting);
        }

        decimal? sum = null;
        var shortest = quotas.Min(quota => quota.Kind);
        foreach (var part in shortest < period.Kind ? calendar.PeriodsOf(period.Kind.Months() % shortest.Months() == 0 ? shortest : PeriodKind.Month, period) : [period])
        {
            if (quotas.All(quota => quota.Days(part, From, To) == 0))
            {
                continue;
            }

            if (Blend(quotas, part, calendar, ramp) is not { } blended)
            {
                return null;
            }

            sum = (sum ?? 0m) + blended;
        }

        return sum;
    }

    /// <summary>
    /// A person's terms that decide on days of a period, by assignment and then by day, each in the version of the assignment, its plan and its objectives
    /// that is in force then. Assignments to plans that do not exist are left out.
    /// </summary>
    public static IReadOnlyList<PlanTerms> Find(Model model, string person, Period period, FiscalCalendar calendar) =>
        [.. new TermsOverTime(model, person, period, calendar).All().Where(terms =>
            terms.From < period.End
            && (terms.To is null || terms.To > period.Start)
            && (terms.Since is null || terms.Since < period.End)
            && (terms.Until is null || terms.Until > period.Start))];

    /// <summary>The terms of one assignment.</summary>
    /// <param name="assignment">A valid assignment.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="objective">Objectives by id.</param>
    /// <param name="calendar">The organisation's.</param>
    public static PlanTerms Of(PlanAssignment assignment, Plan plan, Func<string, Objective?> objective, FiscalCalendar calendar)
    {
        var (quotas, unknown) = (new List<QuotaTerm>(), new List<string>());
        foreach (var quota in assignment.Quotas)
        {
            var measure = plan.Components.FirstOrDefault(component => component.Id == quota.Component)?.Measure;
            var kind = PeriodKinds.Parse(quota.Period) ?? PeriodKinds.Parse(measure) ?? PeriodKinds.Parse(plan.PayPeriod) ?? PeriodKind.Year;
            if (quota.Objective is null)
            {
                if (quota.Amount is { } amount)
                {
                    quotas.Add(new QuotaTerm(quota.Component, amount, kind));
                }
            }
            else if (objective(quota.Objective) is { } target && target.Amount.Currency == plan.Currency && calendar.Parse(target.Period) is { } only)
            {
                quotas.Add(new QuotaTerm(quota.Component, target.Amount.Amount, only.Kind, only));
            }
            else
            {
                unknown.Add(quota.Component);
            }
        }

        var yearlyTarget = assignment.TargetPay ?? (assignment.Ote is { } ote ? ote - (assignment.BaseSalary ?? 0m) : null);
        return new PlanTerms
        {
            Assignment = assignment.Id,
            Plan = plan,
            From = assignment.From,
            To = assignment.To,
            Quotas = quotas,
            UnknownQuotas = unknown,
            TargetPay = yearlyTarget,
            TargetPays = yearlyTarget is { } yearly
                ? [.. plan.Components.Select(component => TargetOf(component, plan, yearly * WeightOf(assignment, component.Id) / 100m))]
                : [],
            RampStart = assignment.RampStart,
            Counting = DayCounting.Of(plan, assignment.Absences),
            PayoutCurrency = assignment.PayoutCurrency,
            Entered = assignment.Entered ?? [],
        };
    }

    /// <summary>The part of a year's target pay that a measure period has, by its months.</summary>
    private static QuotaTerm TargetOf(PlanComponent component, Plan plan, decimal yearly)
    {
        var kind = PeriodKinds.Parse(component.Measure) ?? PeriodKinds.Parse(plan.PayPeriod) ?? PeriodKind.Year;
        return new QuotaTerm(component.Id, yearly * kind.Months() / 12m, kind);
    }

    private static decimal WeightOf(PlanAssignment assignment, string component) =>
        assignment.Quotas.FirstOrDefault(quota => quota.Component == component)?.WeightPercent ?? 100m;

    private decimal? Blend(QuotaTerm[] quotas, Period period, FiscalCalendar calendar, Ramping? ramp)
    {
        var (digits, sum) = (CurrencyDigits.Of(Plan.Currency), 0m);
        foreach (var quota in quotas)
        {
            var days = quota.Days(period, From, To);
            if (days > 0)
            {
                if (quota.Of(period, From, To, digits, calendar, ramp, Counting) is not { } whole)
                {
                    return null;
                }

                sum += whole * days;
            }
        }

        return Rounding.HalfAway(sum / QuotaTerm.ActiveDays(period, From, To), digits);
    }
}
