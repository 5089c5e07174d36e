namespace SalesPerf.Domain.Forecasts;

/// <summary>A distribution over amounts: distinct values, ascending, in units of 10^−<see cref="Digits"/>, each with its probability.</summary>
internal sealed class Atoms
{
    /// <summary>Distributions are exact up to this many atoms.</summary>
    public const int Most = 65_536;

    /// <summary>Sums of probabilities are off by rounding; a quantile is reached when this little is missing.</summary>
    private const double Noise = 1e-10;

    private Atoms(int digits, long[] values, double[] masses) => (Digits, Values, Masses) = (digits, values, masses);

    public int Digits { get; }

    public long[] Values { get; }

    public double[] Masses { get; }

    public int Count => Values.Length;

    /// <summary>One certain amount.</summary>
    public static Atoms Certain(decimal amount, int digits) => new(digits, [Units.Of(amount, digits)], [1d]);

    /// <summary>Takes values already ascending and distinct.</summary>
    public static Atoms Sorted(int digits, long[] values, double[] masses) => new(digits, values, masses);

    /// <summary>Takes values in any order; equal ones become one atom, and atoms without probability none. The arrays are used up.</summary>
    public static Atoms Merge(int digits, long[] values, double[] masses)
    {
        for (var i = 1; i < values.Length; i++)
        {
            if (values[i - 1] > values[i])
            {
                Array.Sort(values, masses);
                break;
            }
        }

        return Compact(digits, values, masses);
    }

    /// <summary>Takes values in order; equal ones become one atom, and atoms without probability none. What they are in is used up.</summary>
    private static Atoms Compact(int digits, Span<long> values, Span<double> masses)
    {
        var count = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (masses[i] == 0d)
            {
                continue;
            }

            if (count > 0 && values[count - 1] == values[i])
            {
                masses[count - 1] += masses[i];
            }
            else
            {
                (values[count], masses[count]) = (values[i], masses[i]);
                count++;
            }
        }

        return new Atoms(digits, values[..count].ToArray(), masses[..count].ToArray());
    }

    /// <summary>
    /// The sum of two independent amounts in the same units, outcome by outcome. Each outcome of the one shifts the other's, which stay in order, so that
    /// those runs need only be merged, two and two.
    /// </summary>
    public static Atoms Plus(Atoms one, Atoms other)
    {
        var (rows, row) = one.Count < other.Count ? (one, other) : (other, one);
        using var outcomes = new SortedRuns(rows.Count * row.Count, row.Count);
        var values = outcomes.Values;
        var masses = outcomes.Masses;
        for (var (i, at) = (0, 0); i < rows.Count; i++)
        {
            for (var j = 0; j < row.Count; j++, at++)
            {
                (values[at], masses[at]) = (rows.Values[i] + row.Values[j], rows.Masses[i] * row.Masses[j]);
            }
        }

        outcomes.Merge();
        return Compact(one.Digits, outcomes.Values, outcomes.Masses);
    }

    /// <summary>Σ probability × value: the first value, exactly, and the mean of what is above it, to fifteen digits.</summary>
    public decimal Mean() => Units.Amount(Values[0], Digits) + Units.Amount(Weighted.Sum(Masses, Values, Values[0]), Digits);

    /// <summary>The smallest amount x with F(x) ≥ <paramref name="probability"/>.</summary>
    public decimal Quantile(double probability)
    {
        var (sum, i) = (0d, 0);
        for (; i < Values.Length - 1; i++)
        {
            sum += Masses[i];
            if (sum >= probability - Noise)
            {
                break;
            }
        }

        return Units.Amount(Values[i], Digits);
    }

    /// <summary>The probability of reaching an amount.</summary>
    public double AtLeast(decimal amount)
    {
        var sum = 0d;
        for (var i = FirstAtLeast(amount); i < Values.Length; i++)
        {
            sum += Masses[i];
        }

        return Math.Clamp(sum, 0d, 1d);
    }

    /// <summary>Every value moved by as many units.</summary>
    public Atoms Plus(long units) => units == 0 ? this : new Atoms(Digits, Array.ConvertAll(Values, value => value + units), Masses);

    /// <summary>The same distribution in other units; where digits are lost each atom is split between its neighbours so that the mean stays.</summary>
    public Atoms AtDigits(int digits)
    {
        if (digits == Digits)
        {
            return this;
        }

        if (digits > Digits)
        {
            var factor = (long)Units.Power(digits - Digits);
            return new Atoms(digits, Array.ConvertAll(Values, value => value * factor), Masses);
        }

        var step = (long)Units.Power(Digits - digits);
        var (values, masses) = (new long[2 * Count], new double[2 * Count]);
        for (var i = 0; i < Count; i++)
        {
            var lower = (long)Math.Floor(Values[i] / (decimal)step);
            var upper = (Values[i] - (lower * step)) / (double)step;
            (values[2 * i], masses[2 * i]) = (lower, Masses[i] * (1d - upper));
            (values[(2 * i) + 1], masses[(2 * i) + 1]) = (lower + 1, Masses[i] * upper);
        }

        return Merge(digits, values, masses);
    }

    /// <summary>
    /// At most about <paramref name="most"/> of the atoms, each of the others split between its two kept neighbours so that the mean stays. Kept are the
    /// first and last, those on both sides of the mark so that nothing crosses it, and the rest so that no gap holds much probability or much of the width.
    /// </summary>
    public Atoms Thin(int most, decimal? mark = null)
    {
        if (Count <= most)
        {
            return this;
        }

        var width = (double)(Values[^1] - Values[0]);
        var first = mark is { } amount ? FirstAtLeast(amount) : -1;
        var kept = new List<int> { 0 };
        var (below, cell) = (0d, 0d);
        for (var i = 0; i < Count; i++)
        {
            below += Masses[i];
            var here = Math.Floor((most - 4) / 2d * (below + ((Values[i] - Values[0]) / width)));
            if (here > cell || i == first || i == first - 1 || i == Count - 1)
            {
                cell = here;
                if (kept[^1] != i)
                {
                    kept.Add(i);
                }
            }
        }

        return Split(kept);
    }

    /// <summary>Where values reach an amount; the count where none does.</summary>
    private int FirstAtLeast(decimal amount)
    {
        var (low, high) = (0, Values.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Units.Amount(Values[middle], Digits) >= amount ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private Atoms Split(List<int> kept)
    {
        var values = kept.Select(i => Values[i]).ToArray();
        var masses = new double[values.Length];
        var next = 1;
        for (var i = 0; i < Count; i++)
        {
            while (values[next] < Values[i])
            {
                next++;
            }

            var upper = (Values[i] - values[next - 1]) / (double)(values[next] - values[next - 1]);
            masses[next - 1] += Masses[i] * (1d - upper);
            masses[next] += Masses[i] * upper;
        }

        return Merge(Digits, values, masses);
    }
}
