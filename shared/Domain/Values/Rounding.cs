namespace SalesPerf.Domain.Values;

/// <summary>A share of an amount: what it is keyed by, and how much.</summary>
public readonly record struct Part(string Id, decimal Value);

/// <summary>The two ways money is rounded: half away from zero, and whole amounts shared out by largest remainder.</summary>
public static class Rounding
{
    /// <summary>Rounds half away from zero, so that a refund mirrors its sale.</summary>
    /// <param name="amount">Any amount.</param>
    /// <param name="digits">0 to 28.</param>
    public static decimal HalfAway(decimal amount, int digits) => Math.Round(amount, digits, MidpointRounding.AwayFromZero);

    /// <summary>
    /// Rounds parts so that they sum to a whole that is already rounded: each is cut to <paramref name="digits"/>, and the units missing go one each to
    /// the largest remainders, ties by id (ordinal). Parts of a negative whole mirror those of the positive one. Results are in the order of
    /// <paramref name="parts"/> and do not depend on it; ids must differ.
    /// </summary>
    /// <param name="whole">A multiple of the unit, near the sum of the parts.</param>
    /// <param name="parts">Unrounded.</param>
    /// <param name="digits">0 to 15.</param>
    /// <exception cref="ArgumentException">A whole other than 0 and no part to hold it.</exception>
    public static decimal[] Parts(decimal whole, IReadOnlyList<Part> parts, int digits)
    {
        if (parts.Count == 0)
        {
            return whole == 0 ? [] : throw new ArgumentException("A whole needs at least one part.", nameof(parts));
        }

        var sign = whole < 0 ? -1m : 1m;
        var unit = new decimal(1, 0, 0, false, (byte)digits);
        var rounded = new decimal[parts.Count];
        var missing = sign * whole;
        for (var i = 0; i < rounded.Length; i++)
        {
            rounded[i] = Math.Round(sign * parts[i].Value, digits, MidpointRounding.ToNegativeInfinity);
            missing -= rounded[i];
        }

        var units = Math.Round(missing / unit);
        var each = Math.Floor(units / rounded.Length);
        var rest = (int)(units - (each * rounded.Length));
        var remainders = new decimal[rounded.Length];
        for (var i = 0; i < rounded.Length; i++)
        {
            remainders[i] = (sign * parts[i].Value) - rounded[i];
            rounded[i] += unit * each;
        }

        foreach (var i in Largest(remainders, rest, parts))
        {
            rounded[i] += unit;
        }

        for (var i = 0; i < rounded.Length; i++)
        {
            rounded[i] *= sign;
        }

        return rounded;
    }

    /// <summary>The places of the <paramref name="count"/> largest remainders, ties by id.</summary>
    private static IEnumerable<int> Largest(decimal[] remainders, int count, IReadOnlyList<Part> parts)
    {
        if (count == 0)
        {
            return [];
        }

        var sorted = (decimal[])remainders.Clone();
        Array.Sort(sorted);
        var least = sorted[^count];
        var places = Enumerable.Range(0, remainders.Length);
        var above = places.Where(i => remainders[i] > least).ToList();
        var ties = places.Where(i => remainders[i] == least).ToList();
        if (ties.Count > count - above.Count)
        {
            ties.Sort((left, right) => string.CompareOrdinal(parts[left].Id, parts[right].Id));
        }

        return above.Concat(ties.Take(count - above.Count));
    }
}
