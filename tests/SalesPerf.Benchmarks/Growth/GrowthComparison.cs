using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Benchmarks.Feeds;
using SalesPerf.Benchmarks.Measuring;
using SalesPerf.Benchmarks.Ours;
using SalesPerf.Benchmarks.Reads;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Directory;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Benchmarks.Growth;

/// <summary>How each cost grows with what is stored: the same work beside 1, 10 and 100 times as much history.</summary>
internal static class GrowthComparison
{
    private const int MonthsBack = 24;

    public static async Task RunAsync(BenchmarkOptions options, Report report)
    {
        var least = options.IsLarge ? 100_000 : options.Of(4_000);
        var rows = new List<IReadOnlyList<string>>();
        foreach (var times in new[] { 1, 10, 100 })
        {
            rows.Add(await RowAsync(least * times, options));
        }

        report.Add(
            "Growth: the same work beside more history (medians)",
            [
                "activities stored", "written to the store, a second", "bytes on disk each", "ingestion at 100, a second", "CPU each, µs",
                "scorecard over HTTP, CPU µs", "leaderboard over HTTP, CPU µs", "rebuild of one person's month, CPU µs (activities in it)", "working set with the driver, MB",
            ],
            rows);
    }

    private static async Task<IReadOnlyList<string>> RowAsync(int history, BenchmarkOptions options)
    {
        await using var ours = await OurHost.StartAsync();
        var store = ours.Services.GetRequiredService<IDocumentStore>();
        var months = Months(ours.Clock.GetUtcNow());
        var each = Math.Max(1, history / (months.Length * ActivityFeed.People));
        var written = each * months.Length * ActivityFeed.People;
        var (before, lap) = (ours.Bytes, Lap.Start());
        foreach (var month in months)
        {
            await StoredHistory.WriteAsync(store, StoredHistory.Month(month, each));
        }

        var filled = lap.Take("filled", written);
        var bytes = (ours.Bytes - before) / (double)written;
        var feed = new ActivityFeed(ours.Clock.GetUtcNow());
        var (ingested, cards, boards, rebuilt) = (new List<Sample>(), new List<Sample>(), new List<Sample>(), new List<Sample>());
        for (var round = 0; round <= options.Rounds; round++)
        {
            var ingestion = await IngestAsync(ours, feed, options.Of(5_000));
            await ours.SettleAsync();
            if (round == 0)
            {
                // What ended last week is evaluated by the nightly run.
                await ours.FireAsync("ScheduleEvaluations");
                await ours.SettleAsync();
            }

            var card = await ReadAsync(ours, person => $"/api/v1/reps/{Organisation.Person(person)}/scorecard", options.Of(1_000));
            var board = await ReadAsync(ours, _ => $"/api/v1/teams/{Organisation.Team}/leaderboard?metric=calls&period={SameAnswers.Week(ours.Clock.GetUtcNow())}", options.Of(100));
            var rebuild = await RebuildAsync(ours, store, months[^1], each);
            if (round > 0)
            {
                ingested.Add(ingestion);
                cards.Add(card);
                boards.Add(board);
                rebuilt.Add(rebuild);
            }
        }

        return
        [
            written.ToString("#,0", CultureInfo.InvariantCulture), Report.Text(filled.PerSecond), Report.Text(bytes),
            Report.Text(Report.Median(ingested, sample => sample.PerSecond)), Cpu(ingested), Cpu(cards), Cpu(boards),
            string.Create(CultureInfo.InvariantCulture, $"{Cpu(rebuilt)} ({each:#,0})"),
            (Environment.WorkingSet / 1e6).ToString("0", CultureInfo.InvariantCulture),
        ];
    }

    private static string Cpu(List<Sample> samples) => Report.Text(Report.Median(samples, sample => sample.CpuMicroseconds));

    private static async Task<Sample> IngestAsync(OurHost ours, ActivityFeed feed, int count)
    {
        var bodies = feed.Next(100, count);
        var lap = Lap.Start();
        await Posting.SendAsync(ours.Http, OurHost.Activities, bodies);
        await ours.DrainAsync();
        return lap.Take("ingested", count);
    }

    private static async Task<Sample> ReadAsync(OurHost ours, Func<int, string> path, int count)
    {
        var lap = Lap.Start();
        for (var i = 0; i < count; i++)
        {
            await ours.Http.GetByteArrayAsync(path(i % ActivityFeed.People));
        }

        return lap.Take("read", count);
    }

    private static async Task<Sample> RebuildAsync(OurHost ours, IDocumentStore store, string month, int each)
    {
        var directory = await ours.Services.GetRequiredService<ModelDirectory>().GetAsync(default);
        var rollups = ours.Services.GetRequiredService<RollupDocuments>();
        var times = Math.Max(1, 2_000 / each);
        var lap = Lap.Start();
        for (var i = 0; i < times; i++)
        {
            await StoredHistory.RebuildAsync(store, rollups, directory, i % ActivityFeed.People, month);
        }

        return lap.Take("rebuilt", times);
    }

    /// <summary>Whole months before this and the last one, whose activities the feed brings; the latest last.</summary>
    private static string[] Months(DateTimeOffset now) =>
        [.. Enumerable.Range(0, MonthsBack).Select(back => now.AddMonths(-2 - back).ToString("yyyy-MM", CultureInfo.InvariantCulture)).Reverse()];
}
