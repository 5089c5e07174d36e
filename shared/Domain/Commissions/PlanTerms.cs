using SalesPerf.Domain.Objectives;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions;

/// <summary>One person on one plan: what their pay is computed by.</summary>
public sealed record PlanTerms
{
    /// <summary>The assignment's id.</summary>
    public required string Assignment { get; init; }

    public required Plan Plan { get; init; }

    /// <summary>The first day credits count.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The day after the last; null is open-ended.</summary>
    public DateOnly? To { get; init; }

    public IReadOnlyList<QuotaTerm> Quotas { get; init; } = [];

    /// <summary>Components whose quota could not be found.</summary>
    public IReadOnlyList<string> UnknownQuotas { get; init; } = [];

    /// <summary>Decimals that pay is rounded to.</summary>
    public int Digits => Plan.RoundingDigits ?? CurrencyDigits.Of(Plan.Currency);

    /// <summary>True on the days of the assignment.</summary>
    public bool Covers(DateOnly date) => From <= date && (To is null || date < To);

    /// <summary>A component's quota for a fiscal period, prorated to the assignment's days in it; null when there is none. See <see cref="QuotaTerm.Of"/>.</summary>
    public decimal? QuotaOf(string component, Period period, FiscalCalendar calendar) =>
        Quotas.FirstOrDefault(quota => quota.Component == component)?.Of(period, From, To, CurrencyDigits.Of(Plan.Currency), calendar);

    /// <summary>
    /// A person's terms in a period, by assignment: each assignment that holds on some day of it, as the period's last day on it knows it, with the version
    /// of its plan in force on that day. Assignments to plans that do not exist are left out.
    /// </summary>
    public static IReadOnlyList<PlanTerms> Find(Model model, string person, Period period, FiscalCalendar calendar)
    {
        var found = new SortedDictionary<string, PlanTerms>(StringComparer.Ordinal);
        for (var day = period.Last; day >= period.Start && period.Days > 0; day = day.AddDays(-1))
        {
            foreach (var assignment in model.AssignmentsOf(person, day))
            {
                if (!found.ContainsKey(assignment.Id) && model.Plan(assignment.Plan, day) is { } plan)
                {
                    var ended = day < period.Last ? day.AddDays(1) : assignment.To;
                    var terms = Of(assignment with { To = ended }, plan, id => model.Objective(id, day), calendar);
                    found.Add(assignment.Id, terms);
                }
            }

            if (day == DateOnly.MinValue)
            {
                break;
            }
        }

        return [.. found.Values];
    }

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
                quotas.Add(new QuotaTerm(quota.Component, quota.Amount ?? 0m, kind));
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

        return new PlanTerms { Assignment = assignment.Id, Plan = plan, From = assignment.From, To = assignment.To, Quotas = quotas, UnknownQuotas = unknown };
    }
}
