namespace SalesPerf.Domain.Commissions;

/// <summary>
/// A marginal rate table with its bounds in credit, ready to be applied. P(x) = Σ rᵢ · max(0, min(x, Uᵢ) − Lᵢ), unrounded; for x &lt; 0 the first tier's rate × x.
/// </summary>
public sealed class RateSchedule
{
    private readonly decimal[] bounds;
    private readonly decimal[] rates;
    private readonly decimal[] paidBelow;
    private readonly bool isEqualUpper;

    private RateSchedule(decimal[] bounds, decimal[] rates, bool isEqualUpper)
    {
        (this.bounds, this.rates, this.isEqualUpper) = (bounds, rates, isEqualUpper);
        paidBelow = new decimal[bounds.Length];
        for (var i = 1; i < bounds.Length; i++)
        {
            paidBelow[i] = paidBelow[i - 1] + (rates[i - 1] * (bounds[i] - bounds[i - 1]));
        }
    }

    /// <summary>Where tiers start, in credit, ascending; the first is 0.</summary>
    public IReadOnlyList<decimal> Bounds => bounds;

    /// <summary>True when one rate holds for every credit, so that pay is proportional to it.</summary>
    public bool IsLinear => Array.TrueForAll(rates, rate => rate == rates[0]);

    /// <summary>Makes a valid table (see <see cref="PlanRules"/>) ready.</summary>
    /// <param name="table">Its tiers.</param>
    /// <param name="quota">What attainment is measured by. Null, 0 or less: attainment is unknown, and a table by attainment earns nothing.</param>
    public static RateSchedule Of(RateTable table, decimal? quota)
    {
        var isAttainment = table.Selector == "attainment";
        if (isAttainment && quota is not > 0)
        {
            return new RateSchedule([0m], [0m], isEqualUpper: true);
        }

        var factor = isAttainment ? quota!.Value / 100m : 1m;
        return new RateSchedule(
            [.. table.Tiers.Select(tier => tier.From * factor)],
            [.. table.Tiers.Select(tier => tier.RatePercent / 100m)],
            table.Boundary != "lower");
    }

    /// <summary>What a running total of <paramref name="credit"/> has earned, unrounded.</summary>
    public decimal Pay(decimal credit)
    {
        if (credit < 0)
        {
            return rates[0] * credit;
        }

        var tier = 0;
        while (tier + 1 < bounds.Length && bounds[tier + 1] < credit)
        {
            tier++;
        }

        return paidBelow[tier] + (rates[tier] * (credit - bounds[tier]));
    }

    /// <summary>What one deal earns on its own: as <see cref="Pay"/>, but a negative deal takes back what the same positive one earns.</summary>
    public decimal PayDeal(decimal credit) => credit < 0 ? -Pay(-credit) : Pay(credit);

    /// <summary>The tier a running total stands in, counted from 0; a total equal to a bound is in the upper tier, or in the lower if the table says so.</summary>
    public int TierOf(decimal credit)
    {
        var tier = 0;
        while (tier + 1 < bounds.Length && (bounds[tier + 1] < credit || (isEqualUpper && bounds[tier + 1] == credit)))
        {
            tier++;
        }

        return tier;
    }

    /// <summary>How a running total is spread over the tiers it reaches; the portions sum to it and the pay to <see cref="Pay"/>.</summary>
    public IReadOnlyList<TierPortion> Portions(decimal credit)
    {
        var portions = new List<TierPortion>();
        for (var tier = 0; tier < bounds.Length && (tier == 0 || bounds[tier] < credit); tier++)
        {
            var upper = tier + 1 < bounds.Length ? bounds[tier + 1] : (decimal?)null;
            var portion = (upper < credit ? upper.Value : credit) - bounds[tier];
            portions.Add(new TierPortion(bounds[tier], upper, rates[tier] * 100m, portion, rates[tier] * portion));
        }

        return portions;
    }
}

/// <summary>A tier's part of a running total.</summary>
/// <param name="From">Where the tier starts, in credit.</param>
/// <param name="To">Where the next one starts; null for the last.</param>
/// <param name="RatePercent">Its rate.</param>
/// <param name="Portion">The credit that fell into it.</param>
/// <param name="Pay">Rate × portion, unrounded.</param>
public sealed record TierPortion(decimal From, decimal? To, decimal RatePercent, decimal Portion, decimal Pay);
