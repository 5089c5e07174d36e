using System.Globalization;
using SalesPerf.Benchmarks.Feeds;
using SalesPerf.Benchmarks.Measuring;
using SalesPerf.Benchmarks.Ours;
using SalesPerf.Benchmarks.Postgres;
using SalesPerf.Benchmarks.Reads;

namespace SalesPerf.Benchmarks.Ingest;

/// <summary>
/// Ingestion through HTTP in bodies of 100, 7 and 1: ours durable in the queue, then stored, deduplicated and rolled up, then with the scorecards brought up to date;
/// PostgreSQL behind the same server, which answers once all but the scorecards is done; SQLite alone with one insert per event.
/// </summary>
internal static class IngestComparison
{
    private static readonly (int Size, int Count)[] Bodies = [(100, 20_000), (7, 7_000), (1, 3_000)];

    public static async Task RunAsync(BenchmarkOptions options, Report report)
    {
        await using var ours = await OurHost.StartAsync();
        await using var server = await PostgresServer.StartAsync(options, report);
        await using var postgres = server is null ? null : await PostgresIngest.StartAsync(server);
        await using var sqlite = await BareSqlite.StartAsync();
        var feed = new ActivityFeed(ours.Clock.GetUtcNow());
        var taken = await CheckAsync(feed, ours, postgres, sqlite);
        foreach (var (size, count) in Bodies.Select(bodies => (bodies.Size, options.Of(bodies.Count))))
        {
            // Everybody gets the same bodies in the same round.
            var rounds = Enumerable.Range(0, options.Rounds + 1).Select(_ => feed.Next(size, count)).ToList();
            List<Contender> contenders = [round => OursAsync(ours, rounds[round], count)];
            if (postgres is not null)
            {
                contenders.Add(round => PostAsync("PostgreSQL, stored and rolled up", postgres.Http, rounds[round], count, server!.Cpu));
            }

            contenders.Add(round => PostAsync("SQLite, one insert each, over HTTP", sqlite.Http, rounds[round], count));
            contenders.Add(round => DirectAsync(sqlite, rounds[round], count));
            await Comparison.RunAsync(string.Create(CultureInfo.InvariantCulture, $"Ingestion, {size} in a body, activities"), options, report, [.. contenders]);
            taken += rounds.Count * count;
        }

        if (postgres is not null)
        {
            await SameAnswers.RequireScorecardsAsync(ours, postgres.Source);
        }

        report.Say(string.Create(CultureInfo.InvariantCulture, $"Before the first and after the last round every person's calls, mails and accounts of the month were the same in ours and in PostgreSQL ({taken:N0} activities, repeats counted once)."));
    }

    /// <summary>A few bodies twice: repeats count once everywhere.</summary>
    private static async Task<int> CheckAsync(ActivityFeed feed, OurHost ours, PostgresIngest? postgres, BareSqlite sqlite)
    {
        const int count = 1_000;
        var bodies = feed.Next(7, count);
        bodies.AddRange(bodies[..50]);
        await Posting.SendAsync(ours.Http, OurHost.Activities, bodies);
        await ours.SettleAsync();
        await Posting.SendAsync(sqlite.Http, "/activities", bodies);
        Comparison.RequireEqual("Events in SQLite", count, sqlite.Count());
        if (postgres is not null)
        {
            await Posting.SendAsync(postgres.Http, "/activities", bodies);
            await SameAnswers.RequireScorecardsAsync(ours, postgres.Source);
        }

        return count;
    }

    private static async Task<IReadOnlyList<Sample>> OursAsync(OurHost ours, List<Posting> bodies, int count)
    {
        var lap = Lap.Start();
        await Posting.SendAsync(ours.Http, OurHost.Activities, bodies);
        var acknowledged = lap.Take("ours, acknowledged (on disk in the queue)", count);
        await ours.DrainAsync();
        var stored = lap.Take("ours, stored and rolled up", count);
        await ours.SettleAsync();
        return [stored, acknowledged, lap.Take("ours, with scorecards brought up to date", count)];
    }

    private static async Task<IReadOnlyList<Sample>> PostAsync(string name, HttpClient http, List<Posting> bodies, int count, Func<TimeSpan>? cpu = null)
    {
        var lap = Lap.Start(cpu);
        await Posting.SendAsync(http, "/activities", bodies);
        return [lap.Take(name, count)];
    }

    /// <summary>Under keys of its own, since the same file has the bodies that came over HTTP.</summary>
    private static async Task<IReadOnlyList<Sample>> DirectAsync(BareSqlite sqlite, List<Posting> bodies, int count)
    {
        var now = TimeProvider.System.GetUtcNow();
        var lap = Lap.Start();
        await Parallel.ForEachAsync(bodies, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (body, _) =>
            await sqlite.StoreAsync([.. ReadBodies.Of(body.Body, body.MediaType, now).Select(activity => activity with { Key = "direct-" + activity.Key })]));
        return [lap.Take("SQLite, one insert each, without HTTP", count)];
    }
}
