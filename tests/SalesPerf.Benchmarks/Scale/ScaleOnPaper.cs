using System.Globalization;
using SalesPerf.Benchmarks.Feeds;
using SalesPerf.Benchmarks.Measuring;
using SalesPerf.Benchmarks.Ours;

namespace SalesPerf.Benchmarks.Scale;

/// <summary>What a month costs on Azure for 100, 10,000 and a million people, from measured operations, bytes and CPU, and assumed prices.</summary>
internal static class ScaleOnPaper
{
    private static readonly double[] Sizes = [100, 10_000, 1_000_000];

    public static async Task RunAsync(BenchmarkOptions options, Report report)
    {
        var (costs, forecast) = await CostMeasurement.RunAsync();
        report.Add(
            "Asked of Cosmos DB and of the broker, each",
            ["", "point reads", "query pages", "commits", "documents written", "bytes written", "request units, estimated", "messages"],
            costs.Select(cost => (IReadOnlyList<string>)
            [
                cost.Name, Text((double)cost.Store.Reads / cost.Times), Text((double)cost.Store.Queries / cost.Times), Text((double)cost.Store.Commits / cost.Times),
                Text((double)cost.Store.Writes / cost.Times), Text(cost.Bytes), Text(cost.Units), Text(cost.Messages),
            ]));

        var cpu = await CpuAsync(options);
        report.Say(string.Create(CultureInfo.InvariantCulture, $"An activity posted alone takes {cpu * 1e6:N0} µs of CPU here, until the scorecards are up to date, its driver and the embedded store included. A person's forecast of the year with twenty open deals takes {forecast.Shown:N0} bytes to be shown and {forecast.Added:N0} to be added up; a run keeps {forecast.RunShown:N0} of all eight periods, and {forecast.RunAdded:N0} more for a fortnight."));
        Estimate[] estimates = [.. Sizes.Select(people => new Estimate(costs, forecast, people, cpu))];
        var rows = new (string Name, Func<Estimate, double> Figure)[]
        {
            ("activities a second at the peak", estimate => estimate.PeakActivities),
            ("request units a second at the peak", estimate => estimate.PeakUnits),
            ("of the directory, in one partition, request units a second", estimate => estimate.DirectoryUnits),
            ("millions of request units a month", estimate => estimate.MillionUnits),
            ("millions of Service Bus operations a month", estimate => estimate.BusMillions),
            ("CPU seconds a month", estimate => estimate.CpuSeconds),
            ("instances of 512 MB busy at the peak", estimate => estimate.PeakInstances),
            ("GB of activities after two years", estimate => estimate.StoredGigabytes),
            ("GB of a year's nightly forecasts", estimate => estimate.ForecastGigabytes),
            ("GB of one night's, in one partition", estimate => estimate.RunGigabytes),
            ("Cosmos DB without the directory, $ a month", estimate => estimate.CosmosDollars),
            ("storage after two years, $ a month", estimate => estimate.StorageDollars),
            ("Service Bus, $ a month", estimate => estimate.BusDollars),
            ("Functions, $ a month", estimate => estimate.FunctionsDollars),
        };
        report.Add("A month on Azure", ["", .. Sizes.Select(people => people.ToString("#,0' people'", CultureInfo.InvariantCulture))], rows.Select(row => (IReadOnlyList<string>)[row.Name, .. estimates.Select(estimate => Text(row.Figure(estimate)))]));
    }

    /// <summary>CPU seconds of an activity in a body of its own.</summary>
    private static async Task<double> CpuAsync(BenchmarkOptions options)
    {
        await using var ours = await OurHost.StartAsync();
        var feed = new ActivityFeed(ours.Clock.GetUtcNow());
        var samples = new List<Sample>();
        for (var round = 0; round <= options.Rounds; round++)
        {
            var bodies = feed.Next(1, options.Of(2_000));
            var lap = Lap.Start();
            await Posting.SendAsync(ours.Http, OurHost.Activities, bodies);
            await ours.SettleAsync();
            samples.Add(lap.Take("alone", bodies.Count));
        }

        return Report.Median([.. samples.Skip(1)], sample => sample.CpuMicroseconds) / 1e6;
    }

    private static string Text(double number) => number == 0 ? "0" : number < 0.1 ? number.ToString("0.000", CultureInfo.InvariantCulture) : Report.Text(number);
}
