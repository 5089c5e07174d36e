using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions;

/// <summary>What a plan assignment must satisfy.</summary>
public static class AssignmentRules
{
    /// <summary>What the ids of periods look like is the same in all.</summary>
    private static readonly FiscalCalendar AnyCalendar = new(new Settings.OrganisationCalendar());

    /// <summary>Every problem at once, by JSON pointer; empty when it can be paid by.</summary>
    /// <param name="assignment">What was sent.</param>
    /// <param name="plan">The plan it names, as in force on its first day or recorded last; null when there is none, which is a problem.</param>
    public static IReadOnlyList<FieldProblem> Validate(PlanAssignment assignment, Plan? plan)
    {
        var problems = new ProblemList();
        problems.Check("/person", !string.IsNullOrEmpty(assignment.Person), "must name a person");
        problems.Check("/plan", plan is not null, "is not a plan");
        problems.Check("/from", IsYear(assignment.From), "must be in the years 1900 to 2999");
        problems.Check("/to", assignment.To is null || IsYear(assignment.To.Value), "must be in the years 1900 to 2999");
        problems.Check("/to", assignment.To is null || assignment.To > assignment.From, "must be after from: it is the day after the last");
        problems.Check("/baseSalary", IsAmount(assignment.BaseSalary), "must be 0 to 10^15");
        problems.Check("/targetPay", IsAmount(assignment.TargetPay), "must be 0 to 10^15");
        problems.Check("/ote", IsAmount(assignment.Ote), "must be 0 to 10^15");
        problems.Check("/ote", assignment.Ote is null || assignment.TargetPay is null, "does not go with targetPay");
        problems.Check("/ote", assignment.Ote is null || assignment.Ote >= (assignment.BaseSalary ?? 0m), "must not be below baseSalary, which it includes");
        problems.Check("/rampStart", assignment.RampStart is null || IsYear(assignment.RampStart.Value), "must be in the years 1900 to 2999");
        Entered(assignment.Entered ?? [], problems);
        Absences(assignment.Absences ?? [], problems);
        problems.Check(
            "/payoutCurrency",
            assignment.PayoutCurrency is null || CurrencyDigits.IsCode(assignment.PayoutCurrency),
            "must be an ISO 4217 code: three capitals");
        if (problems.Present("/quotas", assignment.Quotas))
        {
            Quotas(assignment.Quotas, plan, problems);
        }

        return problems.Found;
    }

    private static void Entered(IReadOnlyList<EnteredValue> entered, ProblemList problems)
    {
        var seen = new HashSet<(string, string)>();
        for (var i = 0; i < entered.Count; i++)
        {
            if (problems.Present($"/entered/{i}", entered[i]))
            {
                var (metric, period, value) = entered[i];
                problems.Check($"/entered/{i}/period", AnyCalendar.Parse(period) is { Kind: not PeriodKind.Week }, "must be a fiscal period: 2026-11, 2026-Q4, 2026-T3, 2026-H2 or 2026");
                problems.Check($"/entered/{i}/value", Math.Abs(value) <= MetricNumber.Max, "must be at most 10^15, either way");
                problems.Check($"/entered/{i}", seen.Add((metric, period)), "is entered before");
            }
        }
    }

    private static void Absences(IReadOnlyList<DateSpan> absences, ProblemList problems)
    {
        var last = DateOnly.MinValue;
        foreach (var (i, absence) in absences.Index().OrderBy(one => one.Item?.From))
        {
            if (problems.Present($"/absences/{i}", absence))
            {
                problems.Check($"/absences/{i}/to", absence.To is null || absence.To > absence.From, "must be after from: it is the day after the last");
                problems.Check($"/absences/{i}/from", absence.From >= last, "overlaps another absence");
                last = absence.To ?? DateOnly.MaxValue;
            }
        }
    }

    private static void Quotas(IReadOnlyList<ComponentQuota> quotas, Plan? plan, ProblemList problems)
    {
        problems.Check("/quotas", quotas.Count <= PlanRules.MaxComponents, $"must have at most {PlanRules.MaxComponents} entries");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < quotas.Count; i++)
        {
            var (at, quota) = ($"/quotas/{i}", quotas[i]);
            if (!problems.Present(at, quota) || !problems.Present($"{at}/component", quota.Component))
            {
                continue;
            }

            problems.Check($"{at}/component", plan is null || plan.Components.Any(component => component.Id == quota.Component), "is not a component of the plan");
            problems.Check($"{at}/component", seen.Add(quota.Component), "is used before");
            problems.Check(at, quota.Amount is null || quota.Objective is null, "must not have both amount and objective");
            problems.Check($"{at}/amount", IsAmount(quota.Amount), "must be 0 to 10^15");
            problems.Check($"{at}/objective", quota.Objective is null or { Length: > 0 }, "must name an objective");
            problems.Check($"{at}/weightPercent", quota.WeightPercent is > 0m and <= 1000m, "must be above 0, and at most 1000");
            if (quota.Period is not null)
            {
                problems.OneOf($"{at}/period", quota.Period, "month", "quarter", "half", "year");
            }
        }

        foreach (var component in plan?.Components ?? [])
        {
            problems.Warn(
                "/quotas",
                component.Table?.Selector != "attainment" || seen.Contains(component.Id),
                $"component {component.Id} pays by attainment and earns nothing without a quota");
        }
    }

    private static bool IsYear(DateOnly date) => date.Year is >= FiscalCalendar.FirstYear and <= FiscalCalendar.LastYear;

    private static bool IsAmount(decimal? amount) => amount is null or (>= 0m and <= MetricNumber.Max);
}
