namespace SalesPerf.Domain.Forecasts;

/// <summary>
/// The distribution of a sum of independent amounts: atom by atom while they are few; on a lattice of their common step where that is small; else on
/// equal steps, each atom split between its neighbours so that the mean stays.
/// </summary>
internal static class Convolution
{
    private const int LatticeCells = 8_192;
    private const int GridCells = 4_096;

    /// <param name="parts">In the order they fold.</param>
    /// <param name="mark">A sum that a grid must have a point on.</param>
    public static (Atoms Atoms, bool IsExact) Sum(IReadOnlyList<Atoms> parts, decimal? mark = null)
    {
        if (parts.Count == 0)
        {
            return (Atoms.Certain(0m, 0), true);
        }

        parts = Aligned(parts);
        var (few, folded) = OneByOne(parts);
        return folded == parts.Count ? (few, true) : OnLattice(parts, parts[0].Digits, mark);
    }

    /// <summary>
    /// The probability that the sum reaches an amount. Beyond what can be listed the last parts are still taken atom by atom against the rest, so that what
    /// falls just short of the amount is not smeared onto it; with two halves that can be listed it is exact.
    /// </summary>
    public static double AtLeast(IReadOnlyList<Atoms> parts, decimal amount)
    {
        if (parts.Count == 0)
        {
            return amount <= 0m ? 1d : 0d;
        }

        parts = Aligned(parts);
        var (last, folded) = OneByOne([.. parts.Reverse()]);
        if (folded == parts.Count)
        {
            return last.AtLeast(amount);
        }

        // As the one grows the other may be smaller, so one pass over both is enough.
        var rest = Sum([.. parts.Take(parts.Count - folded)]).Atoms.AtDigits(last.Digits);
        var least = Math.Ceiling(amount * Units.Power(last.Digits));
        var (reached, above, next) = (0d, 0d, rest.Count);
        for (var i = 0; i < last.Count; i++)
        {
            while (next > 0 && rest.Values[next - 1] >= least - last.Values[i])
            {
                above += rest.Masses[--next];
            }

            reached += last.Masses[i] * above;
        }

        return Math.Clamp(reached, 0d, 1d);
    }

    private static Atoms[] Aligned(IReadOnlyList<Atoms> parts)
    {
        var reach = parts.Sum(part => Math.Max(Math.Abs(Units.Amount(part.Values[0], part.Digits)), Math.Abs(Units.Amount(part.Values[^1], part.Digits))));
        var digits = Units.DigitsFor(reach, parts.Max(part => part.Digits));
        return [.. parts.Select(part => part.AtDigits(digits))];
    }

    /// <summary>Folds parts as long as every outcome can be listed; how many were folded is returned.</summary>
    private static (Atoms Atoms, int Folded) OneByOne(IReadOnlyList<Atoms> parts)
    {
        var sum = parts[0];
        for (var next = 1; next < parts.Count; next++)
        {
            var part = parts[next];
            if ((long)sum.Count * part.Count > Atoms.Most)
            {
                return (sum, next);
            }

            sum = part.Count == 1 ? sum.Plus(part.Values[0]) : Atoms.Plus(sum, part);
        }

        return (sum, parts.Count);
    }

    private static (Atoms Atoms, bool IsExact) OnLattice(IReadOnlyList<Atoms> parts, int digits, decimal? mark)
    {
        var origin = parts.Sum(part => part.Values[0]);
        var width = parts.Sum(part => part.Values[^1] - part.Values[0]);
        var step = parts.SelectMany(part => part.Values.Select(value => value - part.Values[0])).Aggregate(0L, CommonStep);
        var isExact = width / step < LatticeCells;
        var aside = 0L;
        if (!isExact)
        {
            step = (width + GridCells - 1) / GridCells;
            var at = mark is { } amount && Math.Abs(amount) < Units.Power(17 - digits) ? (long)Math.Ceiling(amount * Units.Power(digits)) : origin;
            aside = (((origin - at) % step) + step) % step;
        }

        double[] sum = [1d];
        for (var i = 0; i < parts.Count; i++)
        {
            sum = Convolve(sum, Cells(parts[i], parts[i].Values[0] - (i == 0 ? aside : 0L), step));
        }

        var values = new long[sum.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = origin - aside + (i * step);
        }

        return (Atoms.Merge(digits, values, sum), isExact);
    }

    private static long CommonStep(long a, long b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }

    private static double[] Cells(Atoms part, long from, long step)
    {
        var cells = new double[((part.Values[^1] - from) / step) + 2];
        for (var i = 0; i < part.Count; i++)
        {
            var (cell, over) = Math.DivRem(part.Values[i] - from, step);
            var upper = part.Masses[i] * (over / (double)step);
            cells[cell] += part.Masses[i] - upper;
            cells[cell + 1] += upper;
        }

        return cells[^1] == 0d ? cells[..^1] : cells;
    }

    private static double[] Convolve(double[] left, double[] right)
    {
        var sum = new double[left.Length + right.Length - 1];
        for (var i = 0; i < right.Length; i++)
        {
            if (right[i] > 0d)
            {
                Masses.AddScaled(left, right[i], sum.AsSpan(i, left.Length));
            }
        }

        Masses.Scale(sum, 1d, sum);
        return sum;
    }
}
