namespace SalesPerf.Domain.Commissions;

/// <summary>
/// A marginal rate table with its bounds in credit, ready to be applied; which tier a total equal to a bound is in makes no difference to it. P(x) = Σ rᵢ · max(0, min(x, Uᵢ) − Lᵢ), unrounded; for x &lt; 0 the first tier's rate × x.
/// </summary>
public sealed class RateSchedule
{
    private readonly decimal[] bounds;
    private readonly decimal[] rates;
    private readonly decimal[] paidBelow;

    private RateSchedule(decimal[] bounds, decimal[] rates)
    {
        (this.bounds, this.rates) = (bounds, rates);
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
            return new RateSchedule([0m], [0m]);
        }

        var factor = isAttainment ? quota!.Value / 100m : 1m;
        return new RateSchedule(
            [.. table.Tiers.Select(tier => tier.From * factor)],
            [.. table.Tiers.Select(tier => tier.RatePercent / 100m)]);
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
}
