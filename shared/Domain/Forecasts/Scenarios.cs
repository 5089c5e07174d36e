namespace SalesPerf.Domain.Forecasts;

/// <summary>Outcomes of several sums of the same deals: all of them, or seeded draws.</summary>
internal static class Scenarios
{
    /// <summary>Draws; the probability of a quantile is off by at most 0.4 points in two of three cases.</summary>
    public const int Draws = 16_384;

    /// <summary>Up to this many uncertain deals every outcome is listed: 2^16 = <see cref="Atoms.Most"/>.</summary>
    public const int MaxListed = 16;

    /// <summary>Every outcome: for each sum its total in each outcome, and the outcomes' probabilities.</summary>
    public static (long[][] Totals, double[] Masses) List(IReadOnlyList<DealSum> sums, IReadOnlyList<Chance> chances)
    {
        var deals = Deals(sums);
        var uncertain = deals.Count(deal => chances[deal.Deal].Lost > 0d);
        var totals = sums.Select(_ => new long[1 << uncertain]).ToArray();
        var masses = new double[1 << uncertain];
        masses[0] = 1d;
        var count = 1;
        foreach (var (deal, adds) in deals)
        {
            var (won, lost, _) = chances[deal];
            if (lost <= 0d)
            {
                foreach (var (sum, units) in adds)
                {
                    AddTo(totals[sum].AsSpan(0, count), units);
                }

                continue;
            }

            for (var i = 0; i < count; i++)
            {
                masses[count + i] = masses[i] * won;
                masses[i] *= lost;
            }

            foreach (var total in totals)
            {
                total.AsSpan(0, count).CopyTo(total.AsSpan(count));
            }

            foreach (var (sum, units) in adds)
            {
                AddTo(totals[sum].AsSpan(count, count), units);
            }

            count *= 2;
        }

        return (totals, masses);
    }

    /// <summary>Seeded draws: for each sum its total in each draw.</summary>
    public static (long[][] Totals, double[] Masses) Draw(IReadOnlyList<DealSum> sums, IReadOnlyList<Chance> chances)
    {
        var totals = sums.Select(_ => new long[Draws]).ToArray();
        foreach (var (deal, adds) in Deals(sums))
        {
            var (won, lost, seed) = chances[deal];
            for (var draw = 0; draw < Draws; draw++)
            {
                if (lost > 0d && Uniform(seed, draw) >= won)
                {
                    continue;
                }

                foreach (var (sum, units) in adds)
                {
                    totals[sum][draw] += units;
                }
            }
        }

        var masses = new double[Draws];
        Array.Fill(masses, 1d / Draws);
        return (totals, masses);
    }

    private static void AddTo(Span<long> totals, long units)
    {
        foreach (ref var total in totals)
        {
            total += units;
        }
    }

    /// <summary>Each deal with what it adds to which sums, by deal.</summary>
    private static List<(int Deal, (int Sum, long Units)[] Adds)> Deals(IReadOnlyList<DealSum> sums) =>
        [.. sums
            .SelectMany((sum, i) => sum.Terms.Select(term => (term.Deal, Sum: i, Units: Units.Of(term.Amount, sum.Digits))))
            .GroupBy(add => add.Deal)
            .OrderBy(deal => deal.Key)
            .Select(deal => (deal.Key, deal.Select(add => (add.Sum, add.Units)).ToArray()))];

    /// <summary>SplitMix64 of the deal's seed at a draw: 53 bits, 0 to below 1.</summary>
    private static double Uniform(ulong seed, int draw)
    {
        unchecked
        {
            var bits = seed + (((ulong)draw + 1UL) * 0x9E3779B97F4A7C15UL);
            bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9UL;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBUL;
            return ((bits ^ (bits >> 31)) >> 11) * (1d / (1UL << 53));
        }
    }
}
