namespace SalesPerf.Domain.Commissions.Rendering;

/// <summary>A component in words.</summary>
internal static class ComponentText
{
    public static IEnumerable<string> Of(PlanComponent component, string currency)
    {
        yield return component.Measure == "deal" ? "Every deal is measured on its own." : $"The running total begins anew every {PlanWords.Period(component.Measure)}.";
        foreach (var sentence in CreditText.Of(component))
        {
            yield return sentence;
        }

        if (component.BasedOn is { Count: > 0 } based)
        {
            yield return $"Its credit is the pay of {PlanWords.List(based.Select(one => $"“{one}”"), "and")}{Whose(component)}.";
        }

        foreach (var objective in component.Objectives ?? [])
        {
            yield return Objective(objective, currency);
        }

        if (component.Deficit is { } deficit)
        {
            yield return $"Only credit above {PlanWords.Money(deficit.Threshold, currency)} is paid; what is missing to that is added to the next one's threshold.";
        }

        foreach (var sentence in component.Table is { } table ? TableText.Of(table, component, currency) : [])
        {
            yield return sentence;
        }

        foreach (var chained in component.ChainedTables ?? [])
        {
            yield return $"The result is multiplied by a table over {PlanWords.Selector(chained.Selector, chained.Metric, chained.SelectorOf)}: {Factors(chained, currency)}.";
        }

        foreach (var multiplier in component.Multipliers ?? [])
        {
            yield return Multiplier(multiplier, currency);
        }

        foreach (var kicker in component.Kickers ?? [])
        {
            yield return $"Kicker “{kicker.Id}”: {Amount(kicker.Amount, kicker.TargetPayPercent, currency)} once, when {PlanWords.Selector(kicker.Selector, kicker.Metric)} reaches {PlanWords.Value(kicker.Threshold, kicker.Selector, currency)}.";
        }

        foreach (var gate in component.Gates ?? [])
        {
            yield return Gate(gate, currency);
        }

        foreach (var cap in component.Caps ?? [])
        {
            yield return Cap(cap, currency, PlanWords.Period(component.Measure));
        }

        if (component.Minimum is { } least)
        {
            yield return $"It pays at least {PlanWords.Money(least, currency)} in a measure period.";
        }

        if (component.Attribution == "proRata")
        {
            yield return "Pay is told apart by deals in proportion to their credit.";
        }
    }

    public static string Cap(PayCap cap, string currency, string measure)
    {
        var excess = cap.Excess == "carried" ? "; what is beyond is carried and paid in later periods below the cap" : "; what is beyond is lost";
        return cap.On switch
        {
            "deal" => $"A deal pays at most {PlanWords.Money(cap.Amount ?? 0m, currency)}, times the person's share of it{excess}.",
            "rate" => $"A deal pays at most {PlanWords.Percent(cap.Percent ?? 0m)} of its credit{excess}.",
            "attainment" => $"Attainment above {PlanWords.Percent(cap.Percent ?? 0m)} of quota earns nothing more.",
            "plan" => $"All components together pay at most {Amount(cap.Amount, cap.Percent, currency)} a {(cap.Per == "year" ? "fiscal year" : "pay period")}{excess}.",
            _ => $"The component pays at most {Amount(cap.Amount, cap.Percent, currency)} a {(cap.Per == "payPeriod" ? "pay period" : measure)}{excess}.",
        };
    }

    public static string Amount(decimal? amount, decimal? percent, string currency) =>
        amount is { } known ? PlanWords.Money(known, currency) : $"{PlanWords.Percent(percent ?? 0m)} of target pay";

    private static string Whose(PlanComponent component) => component.CreditOf switch
    {
        "reports" => $" of everybody below{CreditText.Levels(component.Levels)}",
        "team" => " of others in the team",
        "people" => $" of {PlanWords.List(component.People ?? [], "and")}",
        _ => "",
    };

    private static string Objective(PayObjective objective, string currency)
    {
        var pays = objective.Ladder is { Count: > 0 } ladder
            ? string.Join("; ", ladder.Select(step => $"a score of at least {PlanWords.Percent(step.AtLeast)} pays {PlanWords.Percent(step.PayPercent)}"))
            : "the score itself is what it pays, in per cent";
        return objective.Amount is { } amount
            ? $"A score of 100 % entered for “{objective.Metric}” is worth {PlanWords.Money(amount, currency)}: {pays}."
            : $"{PlanWords.Percent(objective.WeightPercent)} of the component's target pay is for the score entered for “{objective.Metric}”: {pays}.";
    }

    private static string Multiplier(PayMultiplier one, string currency)
    {
        if (one.Table is { } table)
        {
            return $"{Kind(one)} “{one.Id}”: pay is multiplied by a table over {PlanWords.Selector(table.Selector, table.Metric, table.SelectorOf)}: {Factors(table, currency)}.";
        }

        var selector = PlanWords.Selector(one.Selector, one.Metric, one.SelectorOf);

        var value = PlanWords.Value(one.Threshold, one.Selector, currency);
        var when = one.Kind == "decelerator" ? (one.Boundary == "lower" ? "at or below" : "below") : (one.Boundary == "lower" ? "above" : "at or above");
        var what = one.On == "slice" ? (one.Kind == "decelerator" ? "what is earned below it" : "what is earned beyond it") : "all pay of the component";
        return $"{Kind(one)} “{one.Id}”: with {selector} {when} {value}, {what} is multiplied by {PlanWords.Number(one.Factor ?? 1m)}.";
    }

    private static string Kind(PayMultiplier one) => one.Kind == "decelerator" ? "Decelerator" : "Accelerator";

    private static string Factors(RateTable table, string currency) => (table.Boundary == "lower" ? "a value equal to a bound is below it; " : "") + string.Join("; ", (table.Tiers ?? []).Select(tier =>
        $"from {PlanWords.Value(tier.From, table.Selector, currency)} {(tier.Multiplier is { } factor ? $"× {PlanWords.Number(factor)}" : PlanWords.Percent(tier.RatePercent ?? 100m))}"));

    private static string Gate(PayGate gate, string currency)
    {
        var of = gate.Component is { } other ? $" of component “{other}”" : "";
        var over = gate.Measure is { } measure ? $" of the {PlanWords.Period(measure)}" : "";
        var otherwise = gate.Otherwise switch
        {
            "limitPay" => $"the component pays at most {Amount(gate.LimitAmount, gate.LimitTargetPayPercent, currency)}",
            "limitTier" => $"no tier above tier {gate.LimitTier ?? 1} counts",
            _ => "the component pays nothing",
        };
        return $"Gate “{gate.Id}”: unless {PlanWords.Selector(gate.Selector, gate.Metric)}{of}{over} is at least {PlanWords.Value(gate.AtLeast, gate.Selector, currency)}, {otherwise}.";
    }
}
