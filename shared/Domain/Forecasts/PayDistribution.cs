namespace SalesPerf.Domain.Forecasts;

/// <summary>
/// The distribution of all pay on sums of open deals. Sums without a deal in common are independent and convolved; sums that share deals are taken
/// together: one sum alone by its atoms, several by listing every outcome, or, beyond 16 uncertain deals, by seeded draws.
/// </summary>
internal static class PayDistribution
{
    public static (Atoms Atoms, string Method) Of(IReadOnlyList<DealSum> sums, IReadOnlyList<Chance> chances, int digits)
    {
        var groups = Groups(sums).Select(group => Together(group, chances, digits)).ToArray();
        var (atoms, isExact) = Convolution.Sum([.. groups.Select(group => group.Atoms)]);
        string[] methods = [.. groups.Select(group => group.Method), isExact ? ForecastMethods.Exact : ForecastMethods.Grid];
        return (atoms, Weakest(methods));
    }

    /// <summary>The method that says least.</summary>
    public static string Weakest(IReadOnlyCollection<string> methods) =>
        methods.Contains(ForecastMethods.Scenarios) ? ForecastMethods.Scenarios
        : methods.Contains(ForecastMethods.Grid) ? ForecastMethods.Grid
        : ForecastMethods.Exact;

    private static (Atoms Atoms, string Method) Together(IReadOnlyList<DealSum> sums, IReadOnlyList<Chance> chances, int digits)
    {
        if (sums.Count == 1)
        {
            var sum = sums[0];
            return (Atoms.Merge(sum.PayDigits, [.. sum.Pays], [.. sum.Atoms.Masses]), sum.IsExact ? ForecastMethods.Exact : ForecastMethods.Grid);
        }

        var uncertain = sums.SelectMany(sum => sum.Terms).Select(term => term.Deal).Distinct().Count(deal => chances[deal].Lost > 0d);
        var isListed = uncertain <= Scenarios.MaxListed;
        if (!isListed && sums.All(sum => sum.IsLinear))
        {
            return (Proportional(sums, chances, digits), ForecastMethods.Grid);
        }

        var (totals, masses) = isListed ? Scenarios.List(sums, chances) : Scenarios.Draw(sums, chances);
        var pays = new long[masses.Length];
        for (var s = 0; s < sums.Count; s++)
        {
            for (var i = 0; i < pays.Length; i++)
            {
                pays[i] += sums[s].PayAt(totals[s][i], digits);
            }
        }

        return (Atoms.Merge(digits, pays, masses), isListed ? ForecastMethods.Exact : ForecastMethods.Scenarios);
    }

    /// <summary>Where every sum pays in proportion, so does each deal: one sum of pay. What rounding each component adds is under a unit, and left out.</summary>
    private static Atoms Proportional(IReadOnlyList<DealSum> sums, IReadOnlyList<Chance> chances, int digits)
    {
        var pay = new DealSum();
        foreach (var deal in sums.SelectMany(sum => sum.Terms.Select(term => (term.Deal, Pay: term.Amount * sum.PayRate))).GroupBy(term => term.Deal).OrderBy(deal => deal.Key))
        {
            pay.Add(deal.Key, deal.Sum(term => term.Pay));
        }

        pay.Fold(chances, digits, digits);
        return pay.Atoms.Plus(Units.Of(sums.Sum(sum => sum.PayBase), pay.Digits));
    }

    /// <summary>Sums joined by the deals they share, in order of their first.</summary>
    private static IEnumerable<IReadOnlyList<DealSum>> Groups(IReadOnlyList<DealSum> sums)
    {
        var parents = Enumerable.Range(0, sums.Count).ToArray();
        var owners = new Dictionary<int, int>();
        for (var i = 0; i < sums.Count; i++)
        {
            foreach (var (deal, _) in sums[i].Terms)
            {
                if (!owners.TryAdd(deal, i))
                {
                    parents[Root(parents, i)] = Root(parents, owners[deal]);
                }
            }
        }

        return Enumerable.Range(0, sums.Count).GroupBy(i => Root(parents, i)).Select(group => group.Select(i => sums[i]).ToList());
    }

    private static int Root(int[] parents, int i)
    {
        while (parents[i] != i)
        {
            i = parents[i];
        }

        return i;
    }
}
