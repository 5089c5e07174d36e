using System.Buffers;

namespace SalesPerf.Domain.Forecasts;

/// <summary>Adds bets to a distribution, outcome by outcome, in two rented buffers used in turn.</summary>
internal sealed class AtomFold : IDisposable
{
    private readonly int digits;
    private readonly int most;
    private (long[] Values, double[] Masses) from;
    private (long[] Values, double[] Masses) onto;
    private int count;

    /// <param name="start">Where to begin.</param>
    /// <param name="most">Most atoms there may be.</param>
    public AtomFold(Atoms start, int most)
    {
        (digits, this.most, count) = (start.Digits, most, start.Count);
        from = (ArrayPool<long>.Shared.Rent(most), ArrayPool<double>.Shared.Rent(most));
        onto = (ArrayPool<long>.Shared.Rent(most), ArrayPool<double>.Shared.Rent(most));
        start.Values.CopyTo(from.Values, 0);
        start.Masses.CopyTo(from.Masses, 0);
    }

    /// <summary>Merges the totals without and with the bet won. False, and nothing changes, when there would be too many.</summary>
    public bool Add(Bet bet)
    {
        var values = from.Values.AsSpan(0, count);
        var masses = from.Masses.AsSpan(0, count);
        var merged = onto.Values.AsSpan(0, most);
        var mergedMasses = onto.Masses.AsSpan(0, most);
        var (lost, won, next) = (0, 0, 0);
        while (lost < values.Length || won < values.Length)
        {
            if (next == merged.Length)
            {
                return false;
            }

            var without = lost < values.Length ? values[lost] : long.MaxValue;
            var with = won < values.Length ? values[won] + bet.Units : long.MaxValue;
            var mass = without <= with ? masses[lost++] * bet.Lost : 0d;
            mergedMasses[next] = with <= without ? mass + (masses[won++] * bet.Won) : mass;
            merged[next++] = Math.Min(without, with);
        }

        (from, onto, count) = (onto, from, next);
        return true;
    }

    public Atoms ToAtoms() => Atoms.Sorted(digits, from.Values.AsSpan(0, count).ToArray(), from.Masses.AsSpan(0, count).ToArray());

    public void Dispose()
    {
        foreach (var (values, masses) in new[] { from, onto })
        {
            ArrayPool<long>.Shared.Return(values);
            ArrayPool<double>.Shared.Return(masses);
        }
    }
}
