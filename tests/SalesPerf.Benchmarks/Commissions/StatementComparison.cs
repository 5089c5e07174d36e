using Npgsql;
using SalesPerf.Benchmarks.Measuring;
using SalesPerf.Benchmarks.Ours;
using SalesPerf.Benchmarks.Postgres;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Settings;
using SalesPerf.Domain.Values;

namespace SalesPerf.Benchmarks.Commissions;

/// <summary>
/// Whole statements of a quarter, on one core: credits split 60 to 40, through a plan of three marginal tiers, each line with what it earned, rounded once and told apart by largest
/// remainder. Beside SQL that makes the same lines.
/// </summary>
internal static class StatementComparison
{
    private const int Many = 1_000;

    /// <summary>What lines must agree on: their cents, each multiplied by its place, so that a cent on another line is seen.</summary>
    private const string Sql =
        """
        WITH running AS (
          SELECT person, id, amount * 0.6 AS credit, sum(amount * 0.6) OVER (PARTITION BY person ORDER BY day, id) AS total FROM credit),
        paid AS (
          SELECT person, id,
            (CASE WHEN total >= 150000 THEN 6500 + 0.06 * (total - 150000) WHEN total >= 100000 THEN 4000 + 0.05 * (total - 100000) ELSE 0.04 * total END
            - CASE WHEN total - credit >= 150000 THEN 6500 + 0.06 * (total - credit - 150000) WHEN total - credit >= 100000 THEN 4000 + 0.05 * (total - credit - 100000) ELSE 0.04 * (total - credit) END) * 100 AS cents
          FROM running),
        ranked AS (
          SELECT person, id, floor(cents) AS whole, row_number() OVER (PARTITION BY person ORDER BY cents - floor(cents) DESC, id) AS place FROM paid),
        owed AS (SELECT person, round(sum(cents)) - sum(floor(cents)) AS left_over FROM paid GROUP BY person)
        SELECT sum((whole + CASE WHEN place <= left_over THEN 1 ELSE 0 END) * (1 + id % 97))::bigint FROM ranked JOIN owed USING (person)
        """;

    private static readonly Plan Split = new()
    {
        Id = "plan",
        Currency = "USD",
        PayPeriod = "quarter",
        Components =
        [
            new PlanComponent
            {
                Id = "bookings",
                Measure = "quarter",
                CreditRules = [new CreditRule { Id = "won", Splits = [new SplitShare("p", 60m), new SplitShare("q", 40m)] }],
                Table = Tiers.Table,
            },
        ],
    };

    public static async Task RunAsync(BenchmarkOptions options, Report report)
    {
        var count = options.Of(200_000);
        var few = Inputs(count, BenchmarkCredits.EachPerson);
        var many = Inputs(count, Many);
        var most = Inputs(Math.Max(Many, count / 20), 10 * Many);
        await using var server = await PostgresServer.StartAsync(options, report);
        await using var source = server is null ? null : await LoadAsync(server, many);
        if (source is not null)
        {
            Comparison.RequireEqual("The lines of statements by SQL", Weighed(many), await WeighedAsync(source));
            report.Say("Before statements were timed every line of every statement was the same, to the cent.");
        }

        List<Contender> contenders =
        [
            _ => Task.FromResult<IReadOnlyList<Sample>>([Time("ours: statements of a thousand credits each", count, () => Weighed(many))]),
            _ => Task.FromResult<IReadOnlyList<Sample>>([Time("ours: statements of eight credits each", count, () => Weighed(few))]),
            _ => Task.FromResult<IReadOnlyList<Sample>>([Time("ours: statements of ten thousand credits each", Math.Max(Many, count / 20), () => Weighed(most))]),
        ];
        if (source is not null)
        {
            contenders.Add(async _ =>
            {
                var lap = Lap.Start(server!.Cpu);
                await WeighedAsync(source);
                return [lap.Take("PostgreSQL: windows, numeric, one process", count)];
            });
        }

        await Comparison.RunAsync("Statements through a split and three marginal tiers, one core, credits", options, report, [.. contenders]);
        await Comparison.RunAsync("A deal changes: its owner's statement made anew, one core, statements", options, report, Anew(BenchmarkCredits.EachPerson), Anew(200), Anew(Many));
    }

    private static Contender Anew(int credits) => _ =>
    {
        var input = Inputs(credits, credits)[0];
        return Task.FromResult<IReadOnlyList<Sample>>([Time($"ours: of {credits} credits", 200, () => Enumerable.Range(0, 200).Sum(_ => Weighed([input])))]);
    };

    private static StatementInput[] Inputs(int count, int eachPerson)
    {
        var calendar = new FiscalCalendar(new OrganisationCalendar());
        var quarter = calendar.Parse("2026-Q4") ?? throw new InvalidOperationException("It is a quarter.");
        var terms = PlanTerms.Of(new PlanAssignment { Id = "a", Person = "p", Plan = "plan", From = quarter.Start }, Split, _ => null, calendar);
        return [.. BenchmarkCredits.Of(count, eachPerson).Select(credits => new StatementInput { Person = "p", Period = quarter, Calendar = calendar, Terms = [terms], Credits = credits })];
    }

    private static long Weighed(StatementInput[] people)
    {
        var sum = 0L;
        foreach (var person in people)
        {
            foreach (var line in CommissionStatement.Compute(person).Assignments[0].Components[0].Lines)
            {
                sum += (long)(line.Earned.Amount * 100m) * (1 + (int.Parse(line.Deal.AsSpan(1)) % 97));
            }
        }

        return sum;
    }

    private static Sample Time<T>(string name, int count, Func<T> run)
    {
        var lap = Lap.Start();
        GC.KeepAlive(run());
        return lap.Take(name, count);
    }

    private static async Task<NpgsqlDataSource> LoadAsync(PostgresServer server, StatementInput[] people)
    {
        var source = NpgsqlDataSource.Create(server.ConnectionString + ";Options=\"-c max_parallel_workers_per_gather=0\"");
        await using var create = source.CreateCommand("CREATE TABLE credit (id int PRIMARY KEY, person int NOT NULL, day date NOT NULL, amount numeric NOT NULL)");
        await create.ExecuteNonQueryAsync();
        await using (var connection = await source.OpenConnectionAsync())
        {
            await using var copy = await connection.BeginBinaryImportAsync("COPY credit FROM STDIN BINARY");
            foreach (var (person, input) in people.Index())
            {
                foreach (var credit in input.Credits)
                {
                    await copy.StartRowAsync();
                    await copy.WriteAsync(int.Parse(credit.Deal.AsSpan(1)));
                    await copy.WriteAsync(person);
                    await copy.WriteAsync(credit.Date);
                    await copy.WriteAsync(credit.Amount);
                }
            }

            await copy.CompleteAsync();
        }

        await using var analyse = source.CreateCommand("VACUUM ANALYZE credit");
        await analyse.ExecuteNonQueryAsync();
        return source;
    }

    private static async Task<long> WeighedAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand(Sql);
        return (long)(await command.ExecuteScalarAsync() ?? throw new InvalidOperationException("There are no credits."));
    }
}
