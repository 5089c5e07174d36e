namespace SalesPerf.Domain.Commissions;

/// <summary>
/// A rate table with its bounds in credit, ready to be applied to one quota and target pay. Everything that pays by a table, statements and forecasts, goes
/// through it. Nothing is rounded. A total below 0 earns the first tier's rate, and neither flats nor minimums.
/// </summary>
public sealed partial class RateSchedule
{
    private readonly string mode;
    private readonly bool isLower;
    private readonly decimal[] bounds;
    private readonly Tier[] tiers;
    private readonly decimal[] paidBelow;
    private readonly bool isPlain;
    private readonly decimal threshold;
    private readonly Yield atQuota;
    private readonly (decimal At, decimal Pay)[] points;

    /// <summary>In the mode interpolated, where the last tier's amount is all earned: beyond it the tier goes on as steeply.</summary>
    private decimal? end;

    private RateSchedule(RateTable table, decimal[] bounds, Tier[] tiers, decimal threshold, Yield atQuota, (decimal At, decimal Pay)[] points)
    {
        (mode, isLower, this.bounds, this.tiers, this.threshold, this.atQuota, this.points) = (table.Mode, table.Boundary == "lower", bounds, tiers, threshold, atQuota, points);
        isPlain = mode == "marginal" && Array.TrueForAll(tiers, tier => tier.IsPlain);
        paidBelow = new decimal[bounds.Length];
        for (var i = 1; i < bounds.Length && isPlain; i++)
        {
            paidBelow[i] = paidBelow[i - 1] + tiers[i - 1].Yield.Of(bounds[i] - bounds[i - 1]);
        }
    }

    /// <summary>Where tiers start (or points lie), ascending: in credit for attainment, else in what the selector counts. The first is 0.</summary>
    public IReadOnlyList<decimal> Bounds => bounds;

    /// <summary>True when one rate holds for every credit, so that pay is proportional to it.</summary>
    public bool IsLinear => mode is "marginal" or "whole" && Array.TrueForAll(tiers, tier => tier.IsPlain && tier.Yield == tiers[0].Yield);

    /// <summary>True when each part of a total earns its own tier's.</summary>
    public bool IsMarginal => mode == "marginal";

    /// <summary>Makes a valid table (see <see cref="PlanRules"/>) ready.</summary>
    /// <param name="table">Its tiers; null earns nothing.</param>
    /// <param name="quota">What attainment is measured by. Null, 0 or less: attainment is unknown, and a table by attainment earns its base rate, or nothing.</param>
    /// <param name="targetPay">Of the measure period, for tiers and points that share it out.</param>
    /// <param name="limitTier">The highest tier that counts, from 1; its rate goes on.</param>
    /// <param name="maxRate">Rates above it count as this, 1 is all of the credit; null is no limit.</param>
    public static RateSchedule Of(RateTable? table, decimal? quota, decimal targetPay = 0m, int limitTier = int.MaxValue, decimal? maxRate = null)
    {
        if (table is null)
        {
            return Flat(0m);
        }

        var isAttainment = table.Selector == SelectorNames.Attainment;
        var own = quota is > 0m ? quota.Value : 0m;
        if (isAttainment && own == 0m)
        {
            return Flat(table.BaseRatePercent / 100m ?? 0m);
        }

        var factor = isAttainment ? own / 100m : 1m;
        RateTier[] given = [.. (table.Tiers ?? []).Take(limitTier)];
        var points = (table.Points ?? []).Select(point => (point.At * factor, point.Amount ?? (targetPay * (point.TargetPayPercent ?? 0m) / 100m))).ToArray();
        var ofBase = table.BaseRatePercent is { } rate ? new Yield(rate / 100m, 1m, false) : new Yield(targetPay, own, false);
        Tier[] tiers = [.. given.Select(tier => Tier.Of(tier, ofBase, targetPay, own).AtMost(maxRate))];
        decimal[] bounds = points.Length > 0 ? [.. points.Select(point => point.Item1)] : [.. given.Select(tier => tier.From * factor)];
        var end = table.Mode == "interpolated" && given.Length > 0 ? given[^1].To * factor : null;
        var threshold = own > 0m ? own : bounds.Length > 1 ? bounds[1] : 0m;
        var once = table.BaseRatePercent is null && !Array.Exists(given, tier => tier.Multiplier is not null) && tiers.Length > 0 ? tiers[0].Yield : ofBase.AtMost(maxRate);
        return new RateSchedule(table, bounds, tiers, threshold, once, points) { end = end };
    }

    private static RateSchedule Flat(decimal rate) => Of(new RateTable { Tiers = [new RateTier(0m, rate * 100m)] }, null);

    /// <summary>What a running total of <paramref name="credit"/> has earned where it picks the tier itself, unrounded.</summary>
    public decimal Pay(decimal credit)
    {
        if (!isPlain || credit < 0m)
        {
            return Pay(credit, credit, null);
        }

        var tier = 0;
        while (tier + 1 < bounds.Length && bounds[tier + 1] < credit)
        {
            tier++;
        }

        return paidBelow[tier] + tiers[tier].Yield.Of(credit - bounds[tier]);
    }

    /// <summary>What one deal earns on its own: as <see cref="Pay(decimal)"/>, but a negative deal takes back what the same positive one earns.</summary>
    public decimal PayDeal(decimal credit) => credit < 0m ? -Pay(-credit) : Pay(credit);

    /// <summary>What a total has earned whose tier is picked by another value.</summary>
    /// <param name="selector">In the units of <see cref="Bounds"/>.</param>
    /// <param name="credit">The total that rates multiply.</param>
    /// <param name="parts">For marginal tables how much of the total fell into each tier (see <see cref="Spread"/>); null divides it by its own amount.</param>
    public decimal Pay(decimal selector, decimal credit, decimal[]? parts)
    {
        if (points.Length > 0)
        {
            return OnCurve(selector);
        }

        // What the first tier yields by attainment is taken back by attainment.
        if ((tiers[0].Yield.IsOfSelector ? selector : credit) is < 0m and var total)
        {
            return mode == "interpolated" ? Below(total) : mode == "hybrid" ? atQuota.Of(total) : tiers[0].Yield.Of(total);
        }

        return mode switch
        {
            "whole" => Whole(selector, credit),
            "hybrid" => selector <= threshold ? atQuota.Of(credit) : Beyond(selector, credit),
            "interpolated" => Interpolated(selector, credit),
            _ => Marginal(selector, credit, parts),
        };
    }

    /// <summary>The tier a value is in.</summary>
    public int TierOf(decimal selector)
    {
        var tier = 0;
        while (tier + 1 < bounds.Length && (isLower ? bounds[tier + 1] < selector : bounds[tier + 1] <= selector))
        {
            tier++;
        }

        return tier;
    }

    /// <summary>
    /// Divides <paramref name="credit"/> over the tiers in proportion to the distance that the selector travels in each from <paramref name="from"/> to
    /// <paramref name="to"/>; where it does not move, all of it is in its tier.
    /// </summary>
    public void Spread(decimal from, decimal to, decimal credit, decimal[] parts)
    {
        if (from == to)
        {
            parts[TierOf(to)] += credit;
            return;
        }

        var (low, high) = from < to ? (from, to) : (to, from);
        var (left, distance) = (credit, high - low);
        for (var i = tiers.Length - 1; high > low; i--)
        {
            var start = i == 0 ? low : Math.Max(low, bounds[i]);
            if (high > start)
            {
                // The lowest takes what division rounds.
                var share = start == low ? left : credit * (high - start) / distance;
                parts[i] += share;
                left -= share;
                high = start;
            }
        }
    }

    /// <summary>How much of a total that picks its own tier is in one.</summary>
    public decimal PartOf(int tier, decimal credit)
    {
        var upper = tier + 1 < bounds.Length ? Math.Min(credit, bounds[tier + 1]) : credit;
        return tier == 0 && credit < 0m ? credit : Math.Max(0m, upper - bounds[tier]);
    }

    /// <summary>A tier's rate in per cent of the base where it has one.</summary>
    public decimal? RatePercentOf(int tier) =>
        points.Length > 0 || tier >= tiers.Length || tiers[tier].Yield.Below == 0m ? null
        : (mode == "hybrid" && tier == 0 ? atQuota : tiers[tier].Yield).Of(1m) * 100m;

    /// <summary>The rate or multiplier of the tier a value is in: what a chained table multiplies by.</summary>
    public decimal FactorOf(decimal selector) => tiers[TierOf(selector)].Factor;

    /// <summary>True for a tier whose rate counts less than the plan says.</summary>
    public bool IsCut(int tier) => tier < tiers.Length && tiers[tier].IsCut;

    /// <summary>True for a table that multiplies credit by rates, or units by an amount each: others pay amounts.</summary>
    public static bool HasRates(RateTable table) => table.Mode is not ("curve" or "interpolated");

    public int Count => bounds.Length;

    private decimal Marginal(decimal selector, decimal credit, decimal[]? parts)
    {
        var (reached, again) = (TierOf(selector), 0);
        for (var i = 1; i <= reached; i++)
        {
            again = tiers[i].Retroactive ? i : again;
        }

        var (sum, below) = (0m, 0m);
        var belowSelector = 0m;
        for (var i = 0; i < tiers.Length; i++)
        {
            var part = (parts is null ? PartOf(i, credit) : parts[i]) + below;
            var distance = PartOf(i, selector) + belowSelector;
            if (i < again)
            {
                (below, belowSelector) = (part, distance);
                sum += tiers[i].Flat; // the tier was reached, whatever its credit is paid now
                continue;
            }

            (below, belowSelector) = (0m, 0m);
            var isReached = i <= reached && (i > 0 || selector > 0m);
            sum += tiers[i].Bounded(tiers[i].Yield.Of(tiers[i].Yield.IsOfSelector ? distance : part) + (isReached ? tiers[i].Flat : 0m), part);
        }

        return sum;
    }

    private decimal Whole(decimal selector, decimal credit)
    {
        var reached = TierOf(selector);
        var tier = tiers[reached];
        return tier.Bounded(tier.Yield.Of(tier.Yield.IsOfSelector ? selector : credit) + (reached > 0 || selector > 0m ? tier.Flat : 0m), credit);
    }

    /// <summary>Once to quota; the whole overage as in the tier that is reached.</summary>
    private decimal Beyond(decimal selector, decimal credit)
    {
        var tier = tiers[TierOf(selector)];
        var over = selector == credit ? Math.Max(0m, credit - threshold) : credit * (selector - threshold) / selector; // beyond quota, so above 0
        return atQuota.Of(credit - over) + tier.Bounded(tier.Yield.Of(over) + tier.Flat, over);
    }

    private decimal Interpolated(decimal selector, decimal credit)
    {
        var (amount, rate) = (0m, 0m);
        for (var i = 0; i < tiers.Length && selector > bounds[i]; i++)
        {
            var upper = i + 1 < bounds.Length ? bounds[i + 1] : end ?? bounds[i];
            var width = upper - bounds[i];
            var inside = (i + 1 < bounds.Length ? Math.Min(selector, upper) : selector) - bounds[i];
            amount += width == 0m ? 0m : tiers[i].Bounded(tiers[i].Flat * inside / width, inside);
            rate += width == 0m ? 0m : tiers[i].Yield.Of(1m) * inside / width;
        }

        return amount + (rate * credit);
    }

    private decimal Below(decimal credit) =>
        (bounds.Length > 1 ? bounds[1] : end) is { } width ? (tiers[0].Flat * credit / width) + (tiers[0].Yield.Of(1m) * credit) : 0m;

    /// <summary>As steep as the curve begins; what it pays at nothing is not taken back.</summary>
    private decimal BelowCurve(decimal selector)
    {
        var first = Array.FindLastIndex(points, point => point.At == points[0].At);
        return first + 1 < points.Length ? (points[first + 1].Pay - points[first].Pay) * selector / (points[first + 1].At - points[first].At) : 0m;
    }

    private decimal OnCurve(decimal selector)
    {
        if (selector < 0m)
        {
            return BelowCurve(selector);
        }

        var at = points[0];
        if (isLower && selector <= at.At)
        {
            return at.Pay;
        }

        foreach (var next in points)
        {
            if (isLower ? next.At >= selector : next.At > selector)
            {
                return next.At == at.At ? at.Pay : at.Pay + ((next.Pay - at.Pay) * Math.Max(0m, selector - at.At) / (next.At - at.At));
            }

            at = next;
        }

        return at.Pay;
    }
}
