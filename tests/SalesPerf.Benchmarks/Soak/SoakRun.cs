using System.Globalization;
using System.Text.Json.Nodes;
using SalesPerf.Benchmarks.Feeds;
using SalesPerf.Benchmarks.Measuring;
using SalesPerf.Benchmarks.Ours;

namespace SalesPerf.Benchmarks.Soak;

/// <summary>An hour at half of what the host can do, with faults: memory, latency, queues and log must stay as they are, and every event must count once.</summary>
internal static class SoakRun
{
    private const int Seed = 20_261_122;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>False when a verdict fails.</summary>
    public static async Task<bool> RunAsync(BenchmarkOptions options, Report report)
    {
        using var host = new SoakHost();
        await host.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        var feed = new SoakFeed(now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute)));
        var requests = new SoakRequests(feed, SoakHost.AdminKey, new Random(Seed));
        var sender = new SoakSender(host);
        var traffic = new SoakTraffic(sender, requests, new Random(Seed + 1));
        var reads = new SoakReads(host, feed, new Random(Seed + 2));
        var watch = new SoakWatch(host, traffic, sender.Acknowledgements, reads.Scorecards);
        await OrganiseAsync(host, requests);
        var rate = options.Rate ?? await HalfOfCapacityAsync(traffic, watch, report);
        report.Say(string.Create(CultureInfo.InvariantCulture, $"{options.Minutes} minutes at {rate:0} events a second, repeats included; {options.Kills} kills."));
        sender.Acknowledgements.Take();

        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(options.Minutes) + TimeSpan.FromSeconds(1));
        await Task.WhenAll(
            traffic.RunAsync(rate, stop.Token), reads.RunAsync(stop.Token), watch.RunAsync(stop.Token), KillAsync(host, traffic, reads, options));
        await traffic.FinishAsync();
        var drained = await watch.DrainAsync(Patience);
        var notDone = await reads.NotDoneAsync();
        var proof = new SoakProof(requests);
        await proof.AskAsync(host, feed);
        var exit = await host.EndAsync();
        await proof.ReadAsync(host.Data);
        return Judge(report, host, traffic, reads, watch, proof, drained, notDone, exit);
    }

    private static bool Judge(
        Report report, SoakHost host, SoakTraffic traffic, SoakReads reads, SoakWatch watch, SoakProof proof, TimeSpan? drained, IReadOnlyList<string> notDone, int exit)
    {
        var verdicts = new SoakVerdicts(watch.Minutes);
        verdicts.Flat("working set, MB", minute => minute.WorkingSet, 1.1, 10);
        verdicts.Flat("heap, MB", minute => minute.Heap, 1.2, 10);
        verdicts.Flat("acknowledged p50, ms", minute => minute.Acknowledged.P50, 1.5, 5);
        verdicts.Flat("acknowledged p99, ms", minute => minute.Acknowledged.P99, 1.5, 50);
        verdicts.Flat("scorecard p50, ms", minute => minute.Scorecard.P50, 1.5, 5);
        verdicts.Flat("scorecard p99, ms", minute => minute.Scorecard.P99, 1.5, 50);
        verdicts.Flat("in queues", minute => minute.Depth, 2, 500);
        verdicts.Flat("oldest message, s", minute => minute.OldestSeconds, 2, 30);
        verdicts.Wal(watch.LargestWal);
        verdicts.Whole("queues empty after the end, s", drained is { } time ? Number(time.TotalSeconds) : "never", "≤ 600", drained is not null);
        verdicts.Whole("dead letters", Number(watch.Minutes[^1].Dead), "0", watch.Minutes[^1].Dead == 0);
        verdicts.Whole("unexpected answers", Number(traffic.Unexpected.Count + reads.Failed), "0", traffic.Unexpected.Count == 0 && reads.Failed == 0);
        verdicts.Whole("runs over everybody that are not done", $"{notDone.Count} of {reads.Runs.Count}", "0", notDone.Count == 0);
        verdicts.Whole("exit code after SIGTERM", Number(exit), "0", exit == 0);
        verdicts.Whole("events lost or doubled", proof.Problems.Count == 0 ? "none" : $"{proof.Problems.Count} differences", "none", proof.Problems.Count == 0);
        report.Say(string.Create(CultureInfo.InvariantCulture,
            $"{proof.Events:N0} events, {proof.Deals:N0} deals among them, all acknowledged; with repeats {traffic.Acknowledged:N0} acknowledgements of an event. {traffic.Repeats:N0} requests repeated, {traffic.Late:N0} late, {traffic.HungUp:N0} whose client went away, {traffic.Forged:N0} forged, {traffic.BadItems:N0} with a bad item. The database ends at {host.Database / 1e6:N0} MB."));
        foreach (var problem in proof.Problems.Take(20).Concat(traffic.Unexpected.CountBy(answer => answer).Select(answer => $"{answer.Key}: {answer.Value} times")).Concat(notDone))
        {
            report.Say(problem);
        }

        report.Add("Soak", SoakVerdicts.Columns, verdicts.Rows);
        if (verdicts.IsPassed)
        {
            host.DeleteFolder();
        }
        else
        {
            report.Say($"Data and log are kept: {host.Log}");
        }

        return verdicts.IsPassed;
    }

    /// <summary>A flood of a quarter of a minute, until it is in activities and deals, after one of a few seconds that compiles the code.</summary>
    private static async Task<double> HalfOfCapacityAsync(SoakTraffic traffic, SoakWatch watch, Report report)
    {
        await traffic.FloodAsync(TimeSpan.FromSeconds(5));
        await watch.DrainAsync(Patience, "ingest-activities", "apply-deal");
        var lap = Lap.Start();
        var count = await traffic.FloodAsync(TimeSpan.FromSeconds(15));
        await watch.DrainAsync(Patience, "ingest-activities", "apply-deal");
        var flood = lap.Take("flood", count);
        await watch.DrainAsync(Patience);
        report.Say(string.Create(CultureInfo.InvariantCulture, $"Capacity: {flood.PerSecond:0} events a second ({count:N0} posted in 15 s, in activities and deals after {flood.Wall.TotalSeconds:0.0} s)."));
        return flood.PerSecond / 2;
    }

    private static async Task KillAsync(SoakHost host, SoakTraffic traffic, SoakReads reads, BenchmarkOptions options)
    {
        for (var kill = 0; kill < options.Kills; kill++)
        {
            await Task.Delay(TimeSpan.FromMinutes(options.Minutes) / (options.Kills + 1));
            (traffic.MayFail, reads.MayFail) = (true, true);
            await host.KillAsync();
            await host.StartAsync();

            // What was on its way to the killed one ends first.
            await Task.Delay(TimeSpan.FromSeconds(2));
            (traffic.MayFail, reads.MayFail) = (false, false);
        }
    }

    private static async Task OrganiseAsync(SoakHost host, SoakRequests requests)
    {
        foreach (var (path, body) in Organisation.Resources())
        {
            if (body["identities"] is JsonObject identities)
            {
                var owner = identities[ActivityFeed.Source]![0]!.GetValue<string>(); // everybody has one
                (identities[SoakFeed.Hooks], identities[SoakFeed.HubSpot]) = (new JsonArray(owner), new JsonArray(owner));
            }

            await host.PutAsync(path, body);
        }

        await host.PutAsync("sources/" + SoakFeed.Hooks, new JsonObject { ["id"] = SoakFeed.Hooks, ["provider"] = "standard-webhooks" });
        await host.PutAsync("sources/" + SoakFeed.HubSpot, new JsonObject { ["id"] = SoakFeed.HubSpot, ["provider"] = "hubspot" });
        await host.PutAsync($"sources/{SoakFeed.Hooks}/secret", new JsonObject { ["secrets"] = new JsonArray(requests.HookSecret) });
        await host.PutAsync($"sources/{SoakFeed.HubSpot}/secret", new JsonObject { ["secrets"] = new JsonArray(requests.HubSpotSecret) });
    }

    private static string Number(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}
