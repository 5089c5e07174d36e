namespace SalesPerf.Domain.Forecasts;

/// <summary>The distribution of a sum of independent bets: exact while its atoms are few enough, else on a grid.</summary>
internal static class BetFold
{
    /// <summary>At most this many bets that dwarf all others are kept off the grid, which would be too coarse for the others.</summary>
    private const int MaxGiants = 4;

    private const int GiantFactor = 8;

    /// <param name="bets">In the order they fold.</param>
    /// <param name="digits">Of the units.</param>
    /// <param name="marks">Totals that a grid must have points on.</param>
    public static (Atoms Atoms, bool IsExact) Fold(IReadOnlyList<Bet> bets, int digits, IReadOnlyList<long> marks)
    {
        var none = Atoms.Certain(0m, digits);
        var (atoms, folded) = Exact(none, bets);
        if (folded == bets.Count)
        {
            return (atoms, true);
        }

        var limit = GiantLimit(bets);
        if (limit is null)
        {
            return (GridFold.Fold(atoms, [.. bets.Skip(folded)], marks), false);
        }

        var giants = bets.Where(bet => Math.Abs(bet.Units) >= limit).ToArray();
        var others = bets.Where(bet => Math.Abs(bet.Units) < limit).ToArray();
        var shifted = marks.ToList();
        foreach (var giant in giants)
        {
            shifted.AddRange(shifted.ConvertAll(mark => mark - giant.Units));
        }

        (atoms, folded) = Exact(none, others);
        if (folded < others.Length || atoms.Count > Atoms.Most >> giants.Length)
        {
            atoms = GridFold.Fold(atoms, others[folded..], shifted);
        }

        return (Exact(atoms, giants, atoms.Count << giants.Length).Atoms, false);
    }

    /// <summary>Folds bets until there would be too many atoms; how many were folded is returned.</summary>
    private static (Atoms Atoms, int Folded) Exact(Atoms start, IReadOnlyList<Bet> bets, int most = Atoms.Most)
    {
        using var fold = new AtomFold(start, (int)Math.Min(most, (long)start.Count << Math.Min(bets.Count, 20)));
        var folded = 0;
        while (folded < bets.Count && fold.Add(bets[folded]))
        {
            folded++;
        }

        return (folded == 0 ? start : fold.ToAtoms(), folded);
    }

    /// <summary>The size from which bets are giants: each of the few is more than eight times all smaller ones together. Null when there are none.</summary>
    private static long? GiantLimit(IReadOnlyList<Bet> bets)
    {
        var sizes = bets.Select(bet => Math.Abs(bet.Units)).OrderDescending().ToArray();
        var rest = sizes.Skip(MaxGiants).Sum();
        for (var giants = Math.Min(MaxGiants, sizes.Length - 1); giants > 0; giants--)
        {
            if (sizes[giants - 1] / GiantFactor > rest)
            {
                return sizes[giants - 1];
            }

            rest += sizes[giants - 1];
        }

        return null;
    }
}
