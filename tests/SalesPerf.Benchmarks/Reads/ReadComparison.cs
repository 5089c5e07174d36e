using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;
using NpgsqlTypes;
using SalesPerf.Benchmarks.Feeds;
using SalesPerf.Benchmarks.Measuring;
using SalesPerf.Benchmarks.Ours;
using SalesPerf.Benchmarks.Postgres;

namespace SalesPerf.Benchmarks.Reads;

/// <summary>Scorecard, leaderboard and forecast over HTTP against SQL on PostgreSQL behind the same server, over the same data; where there is none, ours alone.</summary>
internal static class ReadComparison
{
    private const int DealsEach = 20;
    private const int AtOnce = 8;

    public static async Task RunAsync(BenchmarkOptions options, Report report)
    {
        await using var ours = await OurHost.StartAsync();
        await using var server = await PostgresServer.StartAsync(options, report);
        await using var postgres = server is null ? null : await PostgresIngest.StartAsync(server);
        var now = ours.Clock.GetUtcNow();
        var (month, today) = (SameAnswers.Month(now), DateOnly.FromDateTime(now.UtcDateTime));
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        var activities = options.Of(40_000);
        await LoadAsync(ours, postgres, new ActivityFeed(now), activities, month.AddMonths(1).AddDays(-5));
        await using var sql = postgres is null ? null : await SqlReads.StartAsync(postgres.Source, month, monday);
        var leaderboard = $"/api/v1/teams/{Organisation.Team}/leaderboard?metric=calls&period={SameAnswers.Week(now)}";
        if (postgres is not null)
        {
            await CheckAsync(ours, postgres.Source, leaderboard, month, monday);
            report.Say(string.Create(CultureInfo.InvariantCulture, $"Before the reads were timed both answered the same values of every scorecard, the same places, and the same expected credit of every forecast ({activities:N0} activities, {ActivityFeed.People * DealsEach} open deals)."));
        }

        var reads = options.Of(4_000);
        await CompareAsync("Scorecard reads over HTTP", reads,
            ("ours: values, attainment, colours, what explains them", ours.Http, i => $"/api/v1/reps/{Organisation.Person(i)}/scorecard?period={month:yyyy-MM}", false),
            ("PostgreSQL: values from rollups", sql?.Http, i => $"/rollups/{ActivityFeed.Owner(i)}", true),
            ("PostgreSQL: values from activities", sql?.Http, i => $"/activities/{ActivityFeed.Owner(i)}", true));
        await CompareAsync("Leaderboard reads over HTTP, forty people", reads / 10,
            ("ours: places, changes, attainment, colours", ours.Http, _ => leaderboard, false),
            ("PostgreSQL: places and changes from rollups", sql?.Http, _ => "/leaderboard", true));
        await CompareAsync("Forecast reads over HTTP, a person of twenty open deals", reads / 2,
            ("ours: expected, P10, P50, P90, deals", ours.Http, i => $"/api/v1/commissions/forecast?period={month:yyyy-MM}&person={Organisation.Person(i)}", false),
            ("PostgreSQL: expected credit and the pay of that mean, no distribution", sql?.Http, i => $"/forecast/{ActivityFeed.Owner(i)}", true));

        Task CompareAsync(string title, int count, params (string Name, HttpClient? Http, Func<int, string> Path, bool IsTheirs)[] reads) => Comparison.RunAsync(title, options, report,
            [.. reads.Where(read => read.Http is not null).Select(read => (Contender)(_ => GetAsync(read.Name, read.Http!, read.Path, count, read.IsTheirs ? server!.Cpu : null)))]); // absent ones are left out
    }

    private static async Task LoadAsync(OurHost ours, PostgresIngest? postgres, ActivityFeed feed, int count, DateOnly closesFrom)
    {
        var (bodies, deals) = (feed.Next(100, count), feed.Deals(DealsEach, closesFrom));
        await Posting.SendAsync(ours.Http, OurHost.Activities, [.. bodies, .. deals]);
        await ours.SettleAsync();

        // What ended last week is evaluated by the nightly run.
        await ours.FireAsync("ScheduleEvaluations");
        await ours.SettleAsync();
        if (postgres is null)
        {
            return;
        }

        await Posting.SendAsync(postgres.Http, "/activities", bodies);
        await using var connection = await postgres.Source.OpenConnectionAsync();
        await using (var copy = await connection.BeginBinaryImportAsync("COPY deal FROM STDIN BINARY"))
        {
            for (var i = 0; i < ActivityFeed.People * DealsEach; i++)
            {
                var (owner, amount, probability) = ActivityFeed.DealOf(i);
                await copy.StartRowAsync();
                await copy.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"d-{i}"));
                await copy.WriteAsync(owner);
                await copy.WriteAsync(amount, NpgsqlDbType.Numeric);
                await copy.WriteAsync(probability, NpgsqlDbType.Numeric);
                await copy.WriteAsync(closesFrom.AddDays(i % 5), NpgsqlDbType.Date);
            }

            await copy.CompleteAsync();
        }

        await using var analyse = new NpgsqlCommand("VACUUM ANALYZE", connection);
        await analyse.ExecuteNonQueryAsync();
    }

    private static async Task CheckAsync(OurHost ours, NpgsqlDataSource source, string leaderboard, DateOnly month, DateOnly monday)
    {
        await SameAnswers.RequireScorecardsAsync(ours, source);
        var board = (await ours.GetAsync(leaderboard))["items"]!.AsArray(); // a leaderboard always has them
        var theirs = (await SqlReads.LeaderboardAsync(source, monday)).Select(place => Line(place.Owner[2..], place.Rank, place.Calls, place.Before));
        var places = board.Where(place => place!["value"] is not null && SameAnswers.Number(place["value"]) != 0m)
            .Select(place => Line(((string)place!["personId"]!)[2..], (long)place["rank"]!, SameAnswers.Number(place["value"]), (long?)place["previousRank"]));
        Comparison.RequireEqual("Leaderboard", string.Join("; ", places.Order(StringComparer.Ordinal)), string.Join("; ", theirs.Order(StringComparer.Ordinal)));
        for (var i = 0; i < ActivityFeed.People; i++)
        {
            JsonNode forecast = await ours.GetAsync($"/api/v1/commissions/forecast?period={month:yyyy-MM}&person={Organisation.Person(i)}");
            var credit = SameAnswers.Number(forecast["items"]![0]!["credit"]!["expected"]!["amount"]); // the person has a plan
            Comparison.RequireEqual($"Expected credit of {Organisation.Person(i)}", credit, (await SqlReads.ForecastAsync(source, ActivityFeed.Owner(i), month)).Credit);
        }
    }

    private static string Line(string person, long rank, decimal calls, long? before) =>
        string.Create(CultureInfo.InvariantCulture, $"{person} is {rank} with {calls:0.##}, was {before}");

    private static async Task<IReadOnlyList<Sample>> GetAsync(string name, HttpClient http, Func<int, string> path, int count, Func<TimeSpan>? cpu)
    {
        var lap = Lap.Start(cpu);
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, stop) =>
        {
            using var answer = await http.GetAsync(path(i % ActivityFeed.People), stop);
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync(stop);
        });
        return [lap.Take(name, count)];
    }
}
