using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions;

/// <summary>What a plan must satisfy.</summary>
public static class PlanRules
{
    /// <summary>Most components a plan may have, inclusive.</summary>
    public const int MaxComponents = 50;

    /// <summary>Most credit rules of a component, tiers of a table and conditions of a filter, inclusive.</summary>
    public const int MaxEntries = 200;

    /// <summary>Highest attainment that a tier may start at, in per cent, inclusive: with quotas up to 10^15 its pay still fits a decimal.</summary>
    public const decimal MaxAttainmentPercent = 1_000_000m;

    /// <summary>Every problem at once, by JSON pointer; empty when the plan can be paid by.</summary>
    public static IReadOnlyList<FieldProblem> Validate(Plan plan)
    {
        var problems = new ProblemList();
        problems.Check("/currency", CurrencyDigits.IsCode(plan.Currency), "must be an ISO 4217 code: three capitals");
        problems.OneOf("/payPeriod", plan.PayPeriod, "month", "quarter", "half", "year");
        problems.Check("/roundingDigits", plan.RoundingDigits is null or (>= 0 and <= 8), "must be 0 to 8");
        problems.Check("/maxRatePercent", plan.MaxRatePercent is > 0m and <= 1_000_000m, "must be above 0, and at most 1000000");
        if (problems.List("/components", plan.Components, MaxComponents))
        {
            problems.Unique("/components", plan.Components.Select(component => component?.Id));
            for (var i = 0; i < plan.Components.Count; i++)
            {
                if (problems.Present($"/components/{i}", plan.Components[i]))
                {
                    Component($"/components/{i}", plan.Components[i], plan, problems);
                }
            }
        }

        return problems.Found;
    }

    private static void Component(string at, PlanComponent component, Plan plan, ProblemList problems)
    {
        if (problems.OneOf($"{at}/measure", component.Measure, "deal", "month", "quarter", "half", "year")
            && PeriodKinds.Parse(component.Measure) is { } measure
            && PeriodKinds.Parse(plan.PayPeriod) is { } pay)
        {
            problems.Check($"{at}/measure", measure.Months() >= pay.Months(), "must not be shorter than the plan's payPeriod");
        }

        if (problems.List($"{at}/creditRules", component.CreditRules, MaxEntries))
        {
            problems.Unique($"{at}/creditRules", component.CreditRules.Select(rule => rule?.Id));
            for (var i = 0; i < component.CreditRules.Count; i++)
            {
                if (problems.Present($"{at}/creditRules/{i}", component.CreditRules[i]))
                {
                    Rule($"{at}/creditRules/{i}", component.CreditRules[i], problems);
                }
            }
        }

        if (problems.Present($"{at}/table", component.Table))
        {
            Table($"{at}/table", component.Table, plan.MaxRatePercent, problems);
        }
    }

    private static void Rule(string at, CreditRule rule, ProblemList problems)
    {
        problems.Check($"{at}/group", rule.Group is { Length: > 0 and <= 120 }, "must be 1 to 120 characters");
        problems.OneOf($"{at}/event", rule.Event, "booking");
        problems.Check($"{at}/base", rule.Base is { Length: > 0 and <= 100 }, "must be amount, margin, or the name of a deal's attribute, of 1 to 100 characters");
        if (rule.Filter is not null)
        {
            new CreditFilterRules(problems).Validate($"{at}/filter", rule.Filter);
        }
    }

    private static void Table(string at, RateTable table, decimal maxRate, ProblemList problems)
    {
        problems.OneOf($"{at}/mode", table.Mode, "marginal");
        problems.OneOf($"{at}/selector", table.Selector, "credit", "attainment");
        problems.OneOf($"{at}/boundary", table.Boundary, "higher", "lower");
        if (!problems.List($"{at}/tiers", table.Tiers, MaxEntries))
        {
            return;
        }

        for (var i = 0; i < table.Tiers.Count; i++)
        {
            var (here, tier) = ($"{at}/tiers/{i}", table.Tiers[i]);
            if (!problems.Present(here, tier))
            {
                continue;
            }

            var maxText = maxRate.ToString(System.Globalization.CultureInfo.InvariantCulture);
            problems.Check($"{here}/ratePercent", tier.RatePercent >= 0m && tier.RatePercent <= maxRate, $"must be 0 to the plan's maxRatePercent, {maxText}");
            if (table.Selector == "attainment")
            {
                problems.Check($"{here}/from", tier.From <= MaxAttainmentPercent, "must be at most 1000000: it is per cent of quota");
            }
            else
            {
                problems.Check($"{here}/from", tier.From <= MetricNumber.Max, "must be at most 10^15");
            }

            if (i == 0)
            {
                problems.Check($"{here}/from", tier.From == 0m, "must be 0: the first tier starts at nothing");
            }
            else if (table.Tiers[i - 1] is { } before)
            {
                problems.Check($"{here}/from", tier.From != before.From, "repeats the start of the tier before");
                problems.Check($"{here}/from", tier.From >= before.From, "must be above the start of the tier before");
            }

            End(here, tier, i + 1 < table.Tiers.Count ? table.Tiers[i + 1] : null, problems);
        }
    }

    private static void End(string at, RateTier tier, RateTier? next, ProblemList problems)
    {
        if (tier.To is not { } to)
        {
            return;
        }

        if (next is null)
        {
            problems.Check($"{at}/to", false, "must be absent: the last tier is open-ended");
            return;
        }

        problems.Check($"{at}/to", to >= next.From, "leaves a gap before the next tier");
        problems.Check($"{at}/to", to <= next.From, "overlaps the next tier");
    }
}
