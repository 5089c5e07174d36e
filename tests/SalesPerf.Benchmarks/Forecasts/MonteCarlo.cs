using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Deals;

namespace SalesPerf.Benchmarks.Forecasts;

/// <summary>The forecast as it is mostly made: draw every deal, add what is won, put the sum through the plan, and sort.</summary>
internal sealed class MonteCarlo(IReadOnlyList<OpenDeal> deals, RateSchedule schedule)
{
    private readonly double[] amounts = [.. deals.Select(deal => (double)deal.Amount)];
    private readonly double[] chances = [.. deals.Select(deal => (double)(deal.Probability ?? 0m))];

    public Drawn Draw(int samples, int seed)
    {
        var random = new Random(seed);
        var pays = new double[samples];
        for (var sample = 0; sample < samples; sample++)
        {
            var sum = 0d;
            for (var deal = 0; deal < amounts.Length; deal++)
            {
                if (random.NextDouble() < chances[deal])
                {
                    sum += amounts[deal];
                }
            }

            pays[sample] = Pay(sum);
        }

        Array.Sort(pays);
        return new Drawn(pays.Average(), pays[(int)(0.1 * (samples - 1))], pays[(int)(0.9 * (samples - 1))]);
    }

    // In floating point, which is several times faster than decimals and exact enough here.
    private double Pay(double total)
    {
        var pay = 0d;
        for (var i = 0; i < schedule.Bounds.Count; i++)
        {
            var to = i + 1 < schedule.Bounds.Count ? (double)schedule.Bounds[i + 1] : double.MaxValue;
            pay += (double)(Ours.Tiers.All[i].RatePercent ?? 0m) / 100 * Math.Max(0, Math.Min(total, to) - (double)schedule.Bounds[i]);
        }

        return pay;
    }
}

/// <summary>What draws say.</summary>
internal sealed record Drawn(double Mean, double P10, double P90);
