namespace SalesPerf.Domain.Commissions.Rendering;

/// <summary>Credit rules and filters in words.</summary>
internal static class CreditText
{
    public static IEnumerable<string> Of(PlanComponent component)
    {
        var groups = component.CreditRules.GroupBy(rule => rule.Group).ToList();
        foreach (var group in groups)
        {
            var rules = group.ToList();
            for (var i = 0; i < rules.Count; i++)
            {
                yield return (i == 0 ? "" : "Otherwise, ") + Capital(Rule(rules[i]), i == 0);
            }
        }

        if (groups.Exists(group => group.Count() > 1))
        {
            yield return "Of rules in the same group the first that matches counts.";
        }

        if (groups.Count > 1)
        {
            yield return "Groups of rules add up.";
        }

        if (component.PayoutSplit)
        {
            yield return "Splits share what a deal pays, after the rate table; they leave its credit whole.";
        }
    }

    public static string Filter(CreditFilter filter) => filter switch
    {
        { All: { } all } => string.Join(" and ", all.Select(Part)),
        { Any: { } any } => string.Join(" or ", any.Select(Part)),
        _ => Condition(filter),
    };

    private static string Rule(CreditRule rule)
    {
        var whose = rule.Splits is { Count: > 0 } splits
            ? $"deals of {PlanWords.List(splits.Select(split => $"{split.Person} ({PlanWords.Percent(split.SharePercent)})"), "and")}, each credited with that share,"
            : rule.CreditOf switch
            {
                "team" => "deals of the person's team, their own included,",
                "reports" => $"deals of everybody below the person on the day of the booking{Levels(rule.Levels)}",
                "subtree" => $"the person's own deals and those of everybody below them on the day of the booking{Levels(rule.Levels)}",
                "people" => $"deals of {PlanWords.List(rule.People ?? [], "and")}",
                _ => "the person's own deals",
            };
        var on = rule.Event switch { "invoice" => " when invoiced", "payment" => " pro rata to cash received", _ => " when booked" };
        var filter = rule.Filter is { } condition ? $" where {Filter(condition)}" : "";
        var (pay, quota) = (rule.SharePercent ?? 100m, rule.QuotaSharePercent ?? rule.SharePercent ?? 100m);
        var of = rule.Base switch { "amount" => "their amount", "margin" => "their margin (a loss counts as 0)", "units" => "their units", var field => $"their field “{field}”" };
        var gives = rule.Splits is { Count: > 0 } ? $"{of} counts"
            : pay == quota ? $"{PlanWords.Percent(pay)} of {of} counts"
            : $"{PlanWords.Percent(pay)} of {of} counts for pay and {PlanWords.Percent(quota)} towards quota";
        var lines = rule.Per == "line" ? ", each product line on its own," : "";
        var overlays = rule.Overlays switch
        {
            "include" => ", shares on top of the deal included",
            "exclude" => ", shares on top of the deal left out",
            "only" => ", shares on top of the deal alone",
            _ => "",
        };
        return $"{whose}{lines}{filter}{on}: {gives}{overlays} (rule “{rule.Id}”).";
    }

    /// <summary>How far below somebody.</summary>
    public static string Levels(IReadOnlyList<int>? levels) =>
        levels is { Count: > 0 } ? $" on level {PlanWords.List(levels.Select(level => PlanWords.Number(level)), "and")}" : "";

    private static string Part(CreditFilter part) => part.Field is null ? $"({Filter(part)})" : Filter(part);

    private static string Condition(CreditFilter filter) => filter.Op switch
    {
        "equals" => $"{filter.Field} is “{filter.Value}”",
        "notEquals" => $"{filter.Field} is not “{filter.Value}”",
        "in" => $"{filter.Field} is {PlanWords.List((filter.Values ?? []).Select(value => $"“{value}”"), "or")}",
        "exists" => $"{filter.Field} is known",
        "absent" => $"{filter.Field} is not known",
        "atLeast" => $"{filter.Field} is at least {filter.Value}",
        "above" => $"{filter.Field} is above {filter.Value}",
        "atMost" => $"{filter.Field} is at most {filter.Value}",
        "below" => $"{filter.Field} is below {filter.Value}",
        _ => $"{filter.Field} {filter.Op} {filter.Value}",
    };

    private static string Capital(string text, bool isFirst) => isFirst ? char.ToUpperInvariant(text[0]) + text[1..] : text;
}
