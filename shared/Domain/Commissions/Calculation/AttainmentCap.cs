namespace SalesPerf.Domain.Commissions.Calculation;

/// <summary>A cap on attainment, where the table does not select by attainment: credit beyond it earns nothing, so that each line counts with the part that is below.</summary>
internal static class AttainmentCap
{
    /// <summary>The lines as the table counts them, in their sequence.</summary>
    public static IReadOnlyList<CreditedLine> Of(ComponentTerms terms, IReadOnlyList<CreditedLine> lines)
    {
        if (terms.CapOn("attainment")?.Percent is not { } percent || terms.Quota is not > 0m || terms.Component.Table?.Selector is null or SelectorNames.Attainment)
        {
            return lines;
        }

        var (most, sum, counted) = (terms.Quota.Value * percent / 100m, 0m, new List<CreditedLine>(lines.Count));
        foreach (var line in lines)
        {
            var before = sum;
            sum += line.Match.QuotaCredit;
            var below = Math.Min(most, sum) - Math.Min(most, before);
            counted.Add(below == line.Match.QuotaCredit ? line : line.Part(below, line.Match.QuotaCredit)); // equal where nothing is credited to quota
        }

        return counted;
    }
}
