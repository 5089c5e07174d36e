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
            var parts = new PlanPartRules(plan, problems);
            problems.Unique("/components", plan.Components.Select(component => component?.Id));
            for (var i = 0; i < plan.Components.Count; i++)
            {
                if (problems.Present($"/components/{i}", plan.Components[i]))
                {
                    Component($"/components/{i}", plan.Components[i], plan, parts, problems);
                }
            }

            ComponentCircles.Find(plan, problems);
            parts.Plan();
        }

        return problems.Found;
    }

    private static void Component(string at, PlanComponent component, Plan plan, PlanPartRules parts, ProblemList problems)
    {
        problems.Check($"{at}/table/selectorOf", component.Measure != "deal" || component.Table?.SelectorOf is null or "self", "needs a measure of a month or longer");
        problems.OneOf($"{at}/measure", component.Measure, "deal", "month", "quarter", "half", "year");
        var (isBased, isScored) = (component.BasedOn is { Count: > 0 }, component.Objectives is { Count: > 0 });
        problems.Check($"{at}/measure", component.Measure != "deal" || (!isBased && !isScored), "must be a period: only credits are measured deal by deal");
        problems.Check($"{at}/creditRules", component.CreditRules is null or [] || (!isBased && !isScored), "does not go with basedOn or objectives");
        problems.Check($"{at}/basedOn", !isBased || !isScored, "does not go with objectives");
        problems.Check($"{at}/creditOf", component.CreditOf is null || isBased, "belongs to basedOn: credit rules have their own");
        if (component.CreditOf is not null)
        {
            problems.OneOf($"{at}/creditOf", component.CreditOf, "self", "reports", "team", "people");
        }

        problems.Check($"{at}/people", component.CreditOf == "people" == component.People is { Count: > 0 }, "must name people, with creditOf people only");
        Levels($"{at}/levels", component.Levels, component.CreditOf == "reports", problems);
        if (!isBased && !isScored && problems.List($"{at}/creditRules", component.CreditRules, MaxEntries))
        {
            problems.Unique($"{at}/creditRules", component.CreditRules!.Select(rule => rule?.Id));
            foreach (var (i, rule) in component.CreditRules!.Index())
            {
                var first = component.CreditRules!.FirstOrDefault(other => other?.Group == rule?.Group);
                problems.Check($"{at}/creditRules/{i}/per", rule is null || (rule.Per == "line") == (first?.Per == "line"), "must be the same in all rules of a group");
            }

            for (var i = 0; i < component.CreditRules!.Count; i++)
            {
                if (problems.Present($"{at}/creditRules/{i}", component.CreditRules[i]))
                {
                    Rule($"{at}/creditRules/{i}", component.CreditRules[i], problems);
                }
            }
        }

        if (isScored)
        {
            problems.Check($"{at}/table", component.Table is null, "does not go with objectives: they earn target pay by their ladders");
            parts.Objectives($"{at}/objectives", component.Objectives!);
        }
        else if (problems.Present($"{at}/table", component.Table))
        {
            parts.Tables.Validate($"{at}/table", component.Table!);
        }

        foreach (var (i, table) in (component.ChainedTables ?? []).Index())
        {
            if (problems.Present($"{at}/chainedTables/{i}", table))
            {
                parts.Tables.Factors($"{at}/chainedTables/{i}", table, false);
            }
        }

        parts.Multipliers($"{at}/multipliers", component);
        parts.Gates($"{at}/gates", component);
        parts.Kickers($"{at}/kickers", component);
        parts.Caps($"{at}/caps", component.Caps, "deal", "rate", "attainment", "component");
        problems.Check($"{at}/deficit/threshold", component.Deficit is null || component.Deficit.Threshold is >= 0m and <= MetricNumber.Max, "must be 0 to 10^15");
        problems.Check($"{at}/deficit", component.Deficit is null || component.Measure != "deal", "needs a measure of a month or longer");
        parts.Minimum(at, component.Minimum, component.Caps, "measure");
        if (component.Attribution is not null)
        {
            problems.OneOf($"{at}/attribution", component.Attribution, "sequential", "proRata");
        }
    }

    private static void Levels(string at, IReadOnlyList<int>? levels, bool isAllowed, ProblemList problems)
    {
        problems.Check(at, levels is null || isAllowed, "belongs to creditOf reports or subtree");
        problems.Check(at, levels is null || (levels.Count is > 0 and <= MaxEntries && levels.All(level => level is >= 1 and <= 100)), "must be numbers from 1, for who reports to the person, to 100");
    }

    private static void Rule(string at, CreditRule rule, ProblemList problems)
    {
        problems.Check($"{at}/group", rule.Group is { Length: > 0 and <= 120 }, "must be 1 to 120 characters");
        problems.OneOf($"{at}/event", rule.Event, "booking", "invoice", "payment");
        problems.Check($"{at}/base", rule.Base is { Length: > 0 and <= 100 }, "must be amount, margin, or the name of a deal's attribute, of 1 to 100 characters");
        if (rule.CreditOf is not null)
        {
            problems.OneOf($"{at}/creditOf", rule.CreditOf, "self", "team", "reports", "subtree", "people");
        }

        Levels($"{at}/levels", rule.Levels, rule.CreditOf is "reports" or "subtree", problems);
        if (rule.Overlays is not null)
        {
            problems.OneOf($"{at}/overlays", rule.Overlays, "include", "exclude", "only");
        }

        if (rule.Per is not null)
        {
            problems.OneOf($"{at}/per", rule.Per, "deal", "line");
        }

        if (rule.Splits is { Count: > 0 } splits)
        {
            problems.Check($"{at}/splits", splits.All(split => split is { Person.Length: > 0, SharePercent: > 0m }), "must name people and shares above 0");
            problems.Check($"{at}/splits", splits.Sum(split => split?.SharePercent ?? 0m) == 100m, "must have shares that sum to 100");
            problems.Check($"{at}/splits", splits.Select(split => split?.Person).Distinct().Count() == splits.Count, "must name everybody once");
            problems.Check($"{at}/splits", rule is { CreditOf: null, SharePercent: null, People: null }, "does not go with creditOf, people and sharePercent");
        }

        problems.Check($"{at}/people", rule.CreditOf == "people" == rule.People is { Count: > 0 }, "must name people, with creditOf people only");
        problems.Check($"{at}/sharePercent", rule.SharePercent is null or (>= 0m and <= 1000m), "must be 0 to 1000");
        problems.Check($"{at}/quotaSharePercent", rule.QuotaSharePercent is null or (>= 0m and <= 1000m), "must be 0 to 1000");
        if (rule.Filter is not null)
        {
            new CreditFilterRules(problems).Validate($"{at}/filter", rule.Filter);
        }
    }
}
