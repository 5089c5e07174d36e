namespace SalesPerf.Domain.Forecasts;

/// <summary>
/// Sums bets on a fixed grid. What falls between two points is split between them so that the mean stays. The grid has points on the marks and equal
/// steps from each to the next, so that a function that is linear between marks keeps its mean as well.
/// </summary>
internal static class GridFold
{
    /// <summary>Steps over the reachable totals; marks and margins come on top.</summary>
    public const int Steps = 4_000;

    public static Atoms Fold(Atoms start, IReadOnlyList<Bet> bets, IEnumerable<long> marks)
    {
        // A likely deal starts as won and is lost with the smaller probability, so that less is moved, and so less is split.
        var grid = GridPoints.Over(start, bets, marks);
        var masses = new double[grid.Count];
        var next = new double[grid.Count];
        grid.Place(start, bets.Where(IsLikely).Sum(bet => bet.Units), masses);
        foreach (var bet in bets)
        {
            var isLikely = IsLikely(bet);
            Masses.Scale(masses, isLikely ? bet.Won : bet.Lost, next);
            grid.Move(masses, isLikely ? -bet.Units : bet.Units, isLikely ? bet.Lost : bet.Won, next);
            (masses, next) = (next, masses);
        }

        return Atoms.Merge(start.Digits, grid.ToArray(), masses);
    }

    private static bool IsLikely(Bet bet) => bet.Won > bet.Lost;
}
