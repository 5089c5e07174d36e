namespace SalesPerf.Domain.Commissions.Rendering;

/// <summary>Rate tables in words.</summary>
internal static class TableText
{
    public static IEnumerable<string> Of(RateTable table, PlanComponent component, string currency)
    {
        var selector = PlanWords.Selector(table.Selector, table.Metric, table.SelectorOf);
        var of = component.Measure == "deal" ? "each deal" : $"the {PlanWords.Period(component.Measure)}";
        yield return table.Mode switch
        {
            "whole" => $"All credit of {of} is paid by the one tier that {selector} reaches.",
            "hybrid" => $"Credit of {of} is paid once up to quota; all of it beyond by the tier that {selector} reaches.",
            "interpolated" => $"Inside a tier its amount or rate is earned linearly with {selector}, for {of}.",
            "curve" => $"Pay for {of} follows a curve over {selector}, linear between its points.",
            _ => $"Each part of the credit of {of} is paid by its own tier, picked by {selector}.",
        };
        if (table.Selector == SelectorNames.Attainment && table.SelectorOf is "team" or "company")
        {
            yield return "That attainment is measured against the person's own quota.";
        }

        foreach (var tier in (table.Tiers ?? []).Index())
        {
            yield return Tier(tier.Index, table, tier.Item, currency);
        }

        foreach (var point in table.Points ?? [])
        {
            yield return $"At {PlanWords.Value(point.At, table.Selector, currency)} it pays {(point.Amount is { } amount ? PlanWords.Money(amount, currency) : $"{PlanWords.Percent(point.TargetPayPercent ?? 0m)} of target pay")}.";
        }

        if (table.Tiers is { Count: > 1 } || table.Points is { Count: > 0 })
        {
            yield return table.Boundary == "lower" ? "A value equal to a bound is still in the tier below it." : "A value equal to a bound is in the tier that begins there.";
        }

        if ((table.Tiers ?? []).Any(tier => tier.Multiplier is not null))
        {
            yield return table.BaseRatePercent is { } rate ? $"The base rate is {PlanWords.Percent(rate)}." : "The base rate is target pay ÷ quota.";
        }

        if (IsOrdered(table, component))
        {
            yield return $"What picks the tier ({selector}) is not what is paid on, so the order of deals matters: by date, then by deal. The same deals in another order may pay otherwise.";
        }
    }

    /// <summary>True where the same credits in another order may earn another sum: a marginal table whose selector is not its base.</summary>
    public static bool IsOrdered(RateTable table, PlanComponent component)
    {
        if (table.Mode != "marginal" || table.Tiers is not { Count: > 1 } || SelectorNames.IsFixed(table.Selector, table.SelectorOf))
        {
            return false;
        }

        return table.Selector switch
        {
            SelectorNames.Credit => false,
            SelectorNames.Attainment => component.CreditRules.Any(rule => rule.QuotaSharePercent is { } quota && quota != (rule.SharePercent ?? 100m)),
            SelectorNames.Units => component.CreditRules.Any(rule => rule.Base != "units"),
            _ => component.CreditRules.Any(rule => rule.Base != "margin"),
        };
    }

    private static string Tier(int index, RateTable table, RateTier tier, string currency)
    {
        var next = index + 1 < table.Tiers!.Count ? table.Tiers[index + 1].From : tier.To;
        var from = PlanWords.Value(tier.From, table.Selector, currency);
        var range = next is { } to ? $"from {from} to {PlanWords.Value(to, table.Selector, currency)}" : table.Tiers.Count == 1 ? "from the start" : $"from {from} on";
        var yields = new List<string>();
        if (tier.RatePercent is { } rate)
        {
            yields.Add($"{PlanWords.Percent(rate)} of credit");
        }

        if (tier.Multiplier is { } multiplier)
        {
            yields.Add($"{PlanWords.Number(multiplier)} × the base rate");
        }

        if (tier.TargetMultiplier is { } target)
        {
            yields.Add($"{PlanWords.Number(target)} × target pay for each 100 % of attainment");
        }

        if (tier.PerUnit is { } unit)
        {
            yields.Add($"{PlanWords.Money(unit, currency)} a unit");
        }

        if (tier.Flat is { } flat)
        {
            yields.Add(table.Mode == "interpolated" ? $"{PlanWords.Money(flat, currency)} over the whole tier" : $"{PlanWords.Money(flat, currency)} once");
        }

        var bounds = (tier.Minimum is { } least ? $", at least {PlanWords.Money(least, currency)}" : "") + (tier.Maximum is { } most ? $", at most {PlanWords.Money(most, currency)}" : "");
        var again = tier.Retroactive ? " Once it is reached, all credit below is paid as in it." : "";
        return $"Tier {index + 1}, {range}: {(yields.Count == 0 ? "nothing" : string.Join(" and ", yields))}{bounds}.{again}";
    }
}
