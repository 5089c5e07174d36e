namespace SalesPerf.Domain.Forecasts;

/// <summary>Points one step apart, but for a shorter step before each mark.</summary>
internal sealed class GridPoints
{
    private readonly long[] points;
    private readonly long step;

    /// <summary>For each point the last one reached from it by full steps.</summary>
    private readonly int[] regularTo;

    private GridPoints(long[] points, long step)
    {
        (this.points, this.step) = (points, step);
        regularTo = new int[points.Length];
        regularTo[^1] = points.Length - 1;
        for (var i = points.Length - 2; i >= 0; i--)
        {
            regularTo[i] = points[i + 1] - points[i] == step ? regularTo[i + 1] : i;
        }
    }

    public int Count => points.Length;

    /// <summary>A grid over every total that the bets can reach from the start.</summary>
    public static GridPoints Over(Atoms start, IReadOnlyList<Bet> bets, IEnumerable<long> marks)
    {
        var low = start.Values[0] + bets.Sum(bet => Math.Min(0L, bet.Units));
        var high = start.Values[^1] + bets.Sum(bet => Math.Max(0L, bet.Units));
        var step = Math.Max(1L, (high - low) / GridFold.Steps);

        // Splitting carries a little probability beyond the last reachable total, about a step per square root of bets.
        var margin = step * ((4L * (long)Math.Sqrt(bets.Count)) + 8L);
        var ends = new SortedSet<long> { low - margin, low, high, high + margin };
        ends.UnionWith(marks.Where(mark => mark > low && mark < high));
        var points = new List<long>(GridFold.Steps + (2 * ends.Count)) { ends.Min };
        foreach (var end in ends.Skip(1))
        {
            while (end - points[^1] > step)
            {
                points.Add(points[^1] + step);
            }

            points.Add(end);
        }

        return new GridPoints([.. points], step);
    }

    public long[] ToArray() => [.. points];

    /// <summary>Puts atoms on the grid, moved by so many units.</summary>
    public void Place(Atoms atoms, long by, double[] onto)
    {
        var cell = 0;
        for (var i = 0; i < atoms.Count; i++)
        {
            cell = Split(atoms.Values[i] + by, atoms.Masses[i], cell, onto);
        }
    }

    /// <summary>Adds share × masses, moved by so many units, to others.</summary>
    public void Move(double[] masses, long by, double share, double[] onto)
    {
        var first = Array.BinarySearch(points, points[0] + by);
        var (i, cell) = (0, Math.Clamp(first < 0 ? ~first - 1 : first, 0, points.Length - 2));
        while (i < masses.Length)
        {
            var value = points[i] + by;
            cell = CellOf(value, cell);
            var run = Math.Min(regularTo[i] + 1 - i, regularTo[cell] - cell);
            if (run < 1 || value < points[0] || value > points[^1])
            {
                cell = Split(value, masses[i] * share, cell, onto);
                i++;
                continue;
            }

            // As long as both sides go by full steps, every point falls at the same place between its neighbours.
            var upper = share * ((value - points[cell]) / (double)step);
            var moved = masses.AsSpan(i, run);
            Masses.AddScaled(moved, share - upper, onto.AsSpan(cell, run));
            Masses.AddScaled(moved, upper, onto.AsSpan(cell + 1, run));
            (i, cell) = (i + run, cell + run - 1);
        }
    }

    /// <summary>Splits a mass between the points around a value, or gives it to the first or last; the lower point is returned.</summary>
    private int Split(long value, double mass, int cell, double[] onto)
    {
        var inside = Math.Clamp(value, points[0], points[^1]);
        cell = CellOf(inside, cell);
        var upper = mass * ((inside - points[cell]) / (double)(points[cell + 1] - points[cell]));
        onto[cell] += mass - upper;
        onto[cell + 1] += upper;
        return cell;
    }

    /// <summary>The last point, but for the end, that is not above a value.</summary>
    private int CellOf(long value, int from)
    {
        while (from < points.Length - 2 && points[from + 1] <= value)
        {
            from++;
        }

        return from;
    }
}
