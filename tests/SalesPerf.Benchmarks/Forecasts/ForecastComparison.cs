using System.Globalization;
using SalesPerf.Benchmarks.Measuring;
using SalesPerf.Benchmarks.Ours;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Forecasts;

namespace SalesPerf.Benchmarks.Forecasts;

/// <summary>
/// The forecast of one person on one core against Monte Carlo in the same language: time, and how far P10 and P90 are off the truth, which is worked out by brute force.
/// </summary>
internal static class ForecastComparison
{
    private const int Seeds = 8;
    private const int MostSamples = 524_288;

    public static async Task RunAsync(BenchmarkOptions options, Report report)
    {
        foreach (var deals in new[] { 20, 200 })
        {
            await RunAsync(deals, options, report);
        }
    }

    private static async Task RunAsync(int count, BenchmarkOptions options, Report report)
    {
        var deals = BenchmarkDeals.Open(count);
        var schedule = RateSchedule.Of(Tiers.Table, null);
        var (input, truth, draws) = (BenchmarkDeals.Input(deals, []), new TruePay(deals, schedule), new MonteCarlo(deals, schedule));
        var ours = PersonForecast.Compute(input).Currencies[0];
        var (p10, p90) = (truth.Quantile(0.1), truth.Quantile(0.9));
        if (Math.Abs(ours.Earned.Expected - truth.Mean()) > 1m)
        {
            throw new InvalidOperationException($"The mean is {ours.Earned.Expected}, in truth {truth.Mean()}.");
        }

        var own = Error(p10, p90, (double)ours.Earned.P10, (double)ours.Earned.P90);
        var errors = new SortedDictionary<int, double>();
        var samples = 1_024;
        while ((errors[samples] = ErrorOf(draws, samples, p10, p90)) > own && samples < MostSamples)
        {
            samples *= 2;
        }

        report.Say(string.Create(CultureInfo.InvariantCulture,
            $"{count} open deals: the truth is P10 {p10:N2}, P90 {p90:N2}, mean {truth.Mean():N2}; ours ({ours.Method}) says {ours.Earned.P10:N2}, {ours.Earned.P90:N2}, {ours.Earned.Expected:N2}: off by {own:N2} (root mean square of both quantiles). ")
            + string.Join("; ", errors.Where(error => error.Key is 1_024 or 16_384 || error.Key == samples).Select(error => string.Create(CultureInfo.InvariantCulture, $"{error.Key:N0} draws are off by {error.Value:N2}")))
            + (errors[samples] > own ? "; more were not tried." : "."));

        var rounds = Math.Max(1, options.Of(200));
        await Comparison.RunAsync(string.Create(CultureInfo.InvariantCulture, $"Forecast of a person with {count} open deals, one core, forecasts"), options, report,
            _ => Task.FromResult<IReadOnlyList<Sample>>([Time("ours: distributions of pay and credit, every deal explained", rounds, _ => PersonForecast.Compute(input))]),
            _ => Task.FromResult<IReadOnlyList<Sample>>([Time("Monte Carlo, 1,024 draws", rounds, seed => draws.Draw(1_024, seed))]),
            _ => Task.FromResult<IReadOnlyList<Sample>>([Time(
                string.Create(CultureInfo.InvariantCulture, $"Monte Carlo, {samples:N0} draws (as exact as ours, or the most that were tried)"),
                Math.Max(1, (int)(rounds * 1_024L / samples)),
                seed => draws.Draw(samples, seed))]));
    }

    private static double ErrorOf(MonteCarlo draws, int samples, decimal p10, decimal p90)
    {
        var squares = Enumerable.Range(0, Seeds).Select(seed => draws.Draw(samples, seed)).Select(drawn => Error(p10, p90, drawn.P10, drawn.P90)).Select(error => error * error);
        return Math.Sqrt(squares.Average());
    }

    private static double Error(decimal trueP10, decimal trueP90, double p10, double p90)
    {
        var (low, high) = ((double)trueP10 - p10, (double)trueP90 - p90);
        return Math.Sqrt(((low * low) + (high * high)) / 2);
    }

    private static Sample Time<T>(string name, int times, Func<int, T> run)
    {
        var lap = Lap.Start();
        for (var i = 0; i < times; i++)
        {
            GC.KeepAlive(run(i));
        }

        return lap.Take(name, times);
    }
}
