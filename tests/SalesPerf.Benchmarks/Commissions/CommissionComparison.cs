using System.Globalization;
using Npgsql;
using SalesPerf.Benchmarks.Forecasts;
using SalesPerf.Benchmarks.Measuring;
using SalesPerf.Benchmarks.Node;
using SalesPerf.Benchmarks.Ours;
using SalesPerf.Benchmarks.Postgres;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Forecasts;

namespace SalesPerf.Benchmarks.Commissions;

/// <summary>
/// Credits through a plan of three marginal tiers on one core: ours as the rate table alone, and with everything that goes before it (sorting, credit rules, running totals, rounding);
/// a rules engine; SQL.
/// </summary>
internal static class CommissionComparison
{
    private const string Package = "@gorules/zen-engine@0.54.0";
    private const int Scale = 10_000;

    private const string Sql =
        """
        SELECT (sum(CASE WHEN total >= 150000 THEN 6500 + 0.06 * (total - 150000) WHEN total >= 100000 THEN 4000 + 0.05 * (total - 100000) ELSE 0.04 * total END) * 10000)::bigint
        FROM (SELECT sum(amount) OVER (PARTITION BY person ORDER BY id) AS total FROM credit) AS running
        """;

    public static async Task RunAsync(BenchmarkOptions options, Report report)
    {
        var count = options.Of(400_000);
        var (totals, people) = (BenchmarkCredits.Totals(count), BenchmarkCredits.Of(count));
        var schedule = RateSchedule.Of(Tiers.Table, null);
        var units = Units(schedule, totals);
        await using var server = await PostgresServer.StartAsync(options, report);
        await using var source = server is null ? null : await LoadAsync(server, count);
        var file = Path.GetTempFileName();
        var zen = await NodePackage.InstallAsync(Package, report);
        var some = Math.Max(BenchmarkCredits.EachPerson, count / 10);
        await File.WriteAllLinesAsync(file, totals.Take(some).Select(total => total.ToString(CultureInfo.InvariantCulture)));
        await CheckAsync(report, source, zen, file, (units, Units(schedule, totals[..some])), (schedule, people, totals));

        var inputs = people.Select(credits => BenchmarkDeals.Input([], credits)).ToArray();
        var larger = BenchmarkCredits.Of(count, eachPerson: 1_000).Select(credits => BenchmarkDeals.Input([], credits)).ToArray();
        List<Contender> contenders =
        [
            _ => Task.FromResult<IReadOnlyList<Sample>>([Time("ours: the rate table, decimal", count, () => Units(schedule, totals))]),
            _ => Task.FromResult<IReadOnlyList<Sample>>([Time("ours: a person's whole quarter, eight credits each", count, () => Pay(inputs))]),
            _ => Task.FromResult<IReadOnlyList<Sample>>([Time("ours: a person's whole quarter, a thousand credits each", count, () => Pay(larger))]),
        ];
        if (source is not null)
        {
            contenders.Add(async _ =>
            {
                var lap = Lap.Start(server!.Cpu);
                await UnitsAsync(source);
                return [lap.Take("PostgreSQL: a window and a CASE, numeric, one process", count)];
            });
        }

        if (zen is not null)
        {
            contenders.Add(async _ =>
            {
                var figures = await zen.RunAsync("zen.mjs", file);
                return [NodePackage.SampleOf("zen-engine: a decision table and an expression", figures), NodePackage.SampleOf("zen-engine: lists of a thousand", figures["list"]!)]; // the script writes it
            });
        }

        await Comparison.RunAsync("Commission through three marginal tiers, one core, credits", options, report, [.. contenders]);
        File.Delete(file);
    }

    private static async Task CheckAsync(
        Report report, NpgsqlDataSource? source, NodePackage? zen, string file, (long All, long Some) units, (RateSchedule Schedule, List<Credit[]> People, decimal[] Totals) ours)
    {
        // The whole calculation pays what the table says of each person's last total, rounded once.
        for (var person = 0; person < Math.Min(1_000, ours.People.Count); person++)
        {
            var paid = Pay([BenchmarkDeals.Input([], ours.People[person])]);
            var total = ours.Totals[(person * BenchmarkCredits.EachPerson) + ours.People[person].Length - 1];
            Comparison.RequireEqual("A person's pay", paid, decimal.Round(ours.Schedule.Pay(total), 2, MidpointRounding.AwayFromZero));
        }

        if (source is not null)
        {
            Comparison.RequireEqual("Pay by SQL", units.All, await UnitsAsync(source));
        }

        if (zen is not null)
        {
            var figures = await zen.RunAsync("zen.mjs", file);
            Comparison.RequireEqual("Pay by the rules engine", units.Some, (long)figures["units"]!); // the script writes both
            Comparison.RequireEqual("Pay by the rules engine, in lists", units.Some, (long)figures["list"]!["units"]!);
        }

        report.Say("Before commissions were timed all of them paid the same after every credit, to the ten-thousandth.");
    }

    private static decimal Pay(PersonForecastInput[] people) => people.Sum(person => PersonForecast.Compute(person).Currencies[0].Earned.Closed);

    private static long Units(RateSchedule schedule, decimal[] totals)
    {
        var sum = 0m;
        foreach (var total in totals)
        {
            sum += schedule.Pay(total);
        }

        return (long)(sum * Scale);
    }

    private static Sample Time<T>(string name, int count, Func<T> run)
    {
        var lap = Lap.Start();
        GC.KeepAlive(run());
        return lap.Take(name, count);
    }

    private static async Task<NpgsqlDataSource> LoadAsync(PostgresServer server, int count)
    {
        var source = NpgsqlDataSource.Create(server.ConnectionString + ";Options=\"-c max_parallel_workers_per_gather=0\"");
        await using var create = source.CreateCommand("CREATE TABLE credit (id int PRIMARY KEY, person int NOT NULL, amount numeric NOT NULL)");
        await create.ExecuteNonQueryAsync();
        await using (var connection = await source.OpenConnectionAsync())
        {
            await using var copy = await connection.BeginBinaryImportAsync("COPY credit FROM STDIN BINARY");
            for (var i = 0; i < count; i++)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(i);
                await copy.WriteAsync(i / BenchmarkCredits.EachPerson);
                await copy.WriteAsync(BenchmarkCredits.AmountOf(i));
            }

            await copy.CompleteAsync();
        }

        await using var analyse = source.CreateCommand("VACUUM ANALYZE credit");
        await analyse.ExecuteNonQueryAsync();
        return source;
    }

    private static async Task<long> UnitsAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand(Sql);
        return (long)(await command.ExecuteScalarAsync() ?? throw new InvalidOperationException("There are no credits."));
    }
}
