using System.Globalization;
using SalesPerf.Domain.Metrics;

namespace SalesPerf.Domain.Commissions;

/// <summary>What a rate table must satisfy: no gap, no overlap, nothing uncovered, one yield a tier, and only what its mode knows.</summary>
internal sealed class RateTableRules(decimal maxRatePercent, ProblemList problems)
{
    public void Validate(string at, RateTable table)
    {
        var isMode = problems.OneOf($"{at}/mode", table.Mode, "marginal", "whole", "hybrid", "interpolated", "curve");
        var isSelector = Selector(at, table.Selector, table.Metric);
        problems.OneOf($"{at}/boundary", table.Boundary, "higher", "lower");
        if (table.SelectorOf is not null)
        {
            problems.OneOf($"{at}/selectorOf", table.SelectorOf, "self", "team", "company");
        }

        problems.Check(
            $"{at}/selectorOf",
            table.SelectorOf is null or "self" || table.Selector is not (SelectorNames.Metric or SelectorNames.EarnedToDate),
            "must be self: what is entered or earned is the person's");
        problems.Check($"{at}/baseRatePercent", table.BaseRatePercent is null || IsRate(table.BaseRatePercent.Value), RateText);
        if (isMode && isSelector && SelectorNames.IsFixed(table.Selector, table.SelectorOf))
        {
            problems.Check($"{at}/mode", table.Mode is not ("marginal" or "hybrid"), $"must be whole, interpolated or curve: what picks the tier has one value for all credits");
        }

        problems.Check($"{at}/mode", table.Mode != "hybrid" || table.Selector is not (SelectorNames.Units or SelectorNames.Deals or SelectorNames.Margin), "must not be hybrid: only credit and attainment tell what is beyond quota");
        if (table.Mode == "curve")
        {
            problems.Check($"{at}/tiers", table.Tiers is null or [], "does not go with the mode curve");
            Points($"{at}/points", table);
        }
        else
        {
            problems.Check($"{at}/points", table.Points is null or [], "belongs to the mode curve");
            Tiers($"{at}/tiers", table);
        }
    }

    /// <summary>A table of factors: whole, with a rate or a multiplier in each tier and nothing else.</summary>
    public void Factors(string at, RateTable table, bool isMultipliersOnly)
    {
        Validate(at, table);
        problems.Check($"{at}/mode", table.Mode == "whole", "must be whole: it tells a factor");
        foreach (var (i, tier) in (table.Tiers ?? []).Index())
        {
            var isFactor = tier is { PerUnit: null, TargetMultiplier: null, Flat: null, Minimum: null, Maximum: null } && (tier.Multiplier is not null || (!isMultipliersOnly && tier.RatePercent is not null));
            problems.Check($"{at}/tiers/{i}", isFactor, isMultipliersOnly ? "must have a multiplier and nothing else" : "must have a multiplier or a ratePercent, and nothing else");
        }
    }

    /// <summary>True when the word is a selector; a metric is named where it is one, and only there.</summary>
    public bool Selector(string at, string? selector, string? metric)
    {
        var isKnown = problems.OneOf(
            $"{at}/selector",
            selector,
            SelectorNames.Credit,
            SelectorNames.Attainment,
            SelectorNames.Units,
            SelectorNames.Deals,
            SelectorNames.Margin,
            SelectorNames.MarginPercent,
            SelectorNames.Metric,
            SelectorNames.EarnedToDate);
        if (isKnown)
        {
            problems.Check($"{at}/metric", selector == SelectorNames.Metric == metric is { Length: > 0 }, selector == SelectorNames.Metric ? "must name a metric" : "belongs to the selector metric");
        }

        return isKnown;
    }

    private string RateText => $"must be 0 to the plan's maxRatePercent, {maxRatePercent.ToString(CultureInfo.InvariantCulture)}";

    private bool IsRate(decimal percent) => percent >= 0m && percent <= maxRatePercent;

    private void Points(string at, RateTable table)
    {
        if (!problems.List(at, table.Points, PlanRules.MaxEntries))
        {
            return;
        }

        for (var i = 0; i < table.Points!.Count; i++)
        {
            var (here, point) = ($"{at}/{i}", table.Points[i]);
            if (!problems.Present(here, point))
            {
                continue;
            }

            problems.Check(here, point.Amount is null != point.TargetPayPercent is null, "must have either targetPayPercent or amount");
            problems.Check($"{here}/amount", point.Amount is null || IsAmount(point.Amount), AmountText);
            problems.Check($"{here}/targetPayPercent", point.TargetPayPercent is null or (>= 0m and <= 100_000m), "must be 0 to 100000");
            Start($"{here}/at", point.At, i == 0, table);
            problems.Check($"{here}/at", i == 0 || table.Points[i - 1] is not { } before || point.At >= before.At, "must not be below the point before");
            problems.Check($"{here}/at", i < 2 || table.Points[i - 1]?.At != point.At || table.Points[i - 2]?.At != point.At, "is the third point at one place: two are a jump");
        }
    }

    private void Tiers(string at, RateTable table)
    {
        if (!problems.List(at, table.Tiers, PlanRules.MaxEntries))
        {
            return;
        }

        for (var i = 0; i < table.Tiers!.Count; i++)
        {
            var (here, tier) = ($"{at}/{i}", table.Tiers[i]);
            if (!problems.Present(here, tier))
            {
                continue;
            }

            Yield(here, tier, table);
            Start($"{here}/from", tier.From, i == 0, table);
            if (i > 0 && table.Tiers[i - 1] is { } before)
            {
                problems.Check($"{here}/from", tier.From != before.From, "repeats the start of the tier before");
                problems.Check($"{here}/from", tier.From >= before.From, "must be above the start of the tier before");
            }

            End(here, tier, i + 1 < table.Tiers.Count ? table.Tiers[i + 1] : null, table.Mode, problems);
        }
    }

    private void Start(string at, decimal from, bool isFirst, RateTable table)
    {
        problems.Check(
            at,
            from <= (table.Selector == SelectorNames.Attainment ? PlanRules.MaxAttainmentPercent : MetricNumber.Max),
            table.Selector == SelectorNames.Attainment ? "must be at most 1000000: it is per cent of quota" : "must be at most 10^15");
        problems.Check(at, !isFirst || from == 0m, table.Mode == "curve" ? "must be 0: the first point says what is paid for nothing, often 0" : "must be 0: the first tier starts at nothing");
    }

    private void Yield(string at, RateTier tier, RateTable table)
    {
        var yields = (tier.RatePercent is null ? 0 : 1) + (tier.Multiplier is null ? 0 : 1) + (tier.TargetMultiplier is null ? 0 : 1) + (tier.PerUnit is null ? 0 : 1);
        problems.Check(at, yields == 1 || (yields == 0 && tier.Flat is not null), "must have one of ratePercent, multiplier, targetMultiplier, perUnit and flat; a flat may be beside any");
        problems.Check($"{at}/ratePercent", tier.RatePercent is null || IsRate(tier.RatePercent.Value), RateText);
        problems.Check($"{at}/multiplier", tier.Multiplier is null or (>= 0m and <= 1000m), "must be 0 to 1000");
        problems.Check($"{at}/targetMultiplier", tier.TargetMultiplier is null or (>= 0m and <= 1000m), "must be 0 to 1000");
        problems.Check($"{at}/targetMultiplier", tier.TargetMultiplier is null || table.Selector is SelectorNames.Attainment or SelectorNames.Credit, "needs the selector attainment");
        problems.Check($"{at}/targetMultiplier", tier.TargetMultiplier is null || table.Mode is "marginal" or "whole", "belongs to the modes marginal and whole");
        problems.Check($"{at}/perUnit", IsAmount(tier.PerUnit), AmountText);
        problems.Check($"{at}/flat", IsAmount(tier.Flat), AmountText);
        problems.Check($"{at}/minimum", IsAmount(tier.Minimum), AmountText);
        problems.Check($"{at}/maximum", IsAmount(tier.Maximum), AmountText);
        problems.Check($"{at}/maximum", !(tier.Maximum < tier.Minimum), "must not be below the minimum");
        problems.Check($"{at}/retroactive", !tier.Retroactive || table.Mode == "marginal", "belongs to the mode marginal");
        problems.Check($"{at}/flat", table.Mode != "interpolated" || tier.Flat is null || yields == 0, "must be alone: interpolated tiers earn an amount or a rate");
    }

    private static void End(string at, RateTier tier, RateTier? next, string mode, ProblemList problems)
    {
        if (next is null && mode == "interpolated")
        {
            var isNothing = tier.Flat is null or 0m && tier.RatePercent is null or 0m;
            problems.Check($"{at}/to", tier.To is not null || isNothing, "must say where the last tier's amount is all earned");
            problems.Check($"{at}/to", tier.To is null || tier.To > tier.From, "must be above from");
            return;
        }

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

    private const string AmountText = "must be 0 to 10^15";

    private static bool IsAmount(decimal? amount) => amount is null or (>= 0m and <= MetricNumber.Max);
}
