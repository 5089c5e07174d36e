using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Deals;

namespace SalesPerf.Benchmarks.Forecasts;

/// <summary>The exact distribution of what open deals pay, by brute force: the probability of every total in steps, deal by deal.</summary>
internal sealed class TruePay
{
    private readonly double[] totals;
    private readonly RateSchedule schedule;

    public TruePay(IReadOnlyList<OpenDeal> deals, RateSchedule schedule)
    {
        this.schedule = schedule;
        var steps = deals.Select(deal => (int)(deal.Amount / BenchmarkDeals.Step)).ToArray();
        totals = new double[steps.Sum() + 1];
        totals[0] = 1;
        var reached = 0;
        for (var i = 0; i < deals.Count; i++)
        {
            var (step, won) = (steps[i], (double)(deals[i].Probability ?? 0m));
            reached += step;
            for (var total = reached; total >= 0; total--)
            {
                totals[total] = (totals[total] * (1 - won)) + (total >= step ? totals[total - step] * won : 0);
            }
        }
    }

    /// <summary>The smallest pay that is reached or stayed under with at least this probability. Pay rises with the total.</summary>
    public decimal Quantile(double q)
    {
        var below = 0d;
        for (var total = 0; total < totals.Length; total++)
        {
            below += totals[total];
            if (below >= q - 1e-12)
            {
                return decimal.Round(schedule.Pay((decimal)total * BenchmarkDeals.Step), 2, MidpointRounding.AwayFromZero);
            }
        }

        throw new InvalidOperationException("Probabilities do not add up to one.");
    }

    public decimal Mean()
    {
        var mean = 0d;
        for (var total = 0; total < totals.Length; total++)
        {
            mean += totals[total] * (double)schedule.Pay((decimal)total * BenchmarkDeals.Step);
        }

        return decimal.Round((decimal)mean, 2, MidpointRounding.AwayFromZero);
    }
}
