using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Npgsql;
using SalesPerf.Benchmarks.Feeds;

namespace SalesPerf.Benchmarks.Reads;

/// <summary>The reads as SQL, one statement each, behind the same server.</summary>
internal sealed class SqlReads : IAsyncDisposable
{
    public const string FromRollups =
        """
        SELECT metric, sum(n)::numeric FROM rollup WHERE owner = $1 AND day >= $2 AND day < $3 GROUP BY metric
        UNION ALL SELECT 'accounts', count(*)::numeric FROM touched WHERE owner = $1 AND month = $2
        """;

    public const string FromActivities =
        """
        SELECT CASE type WHEN 'call.completed' THEN 'calls' ELSE 'emails' END, count(*)::numeric FROM activity
        WHERE owner = $1 AND occurred_at >= $2::timestamp AT TIME ZONE 'UTC' AND occurred_at < $3::timestamp AT TIME ZONE 'UTC' GROUP BY type
        UNION ALL SELECT 'accounts', count(DISTINCT account)::numeric FROM activity
        WHERE owner = $1 AND occurred_at >= $2::timestamp AT TIME ZONE 'UTC' AND occurred_at < $3::timestamp AT TIME ZONE 'UTC'
        """;

    /// <summary>This week's places with those of the week before beside them.</summary>
    private const string Leaderboard =
        """
        WITH these AS (SELECT owner, sum(n)::numeric AS calls FROM rollup WHERE metric = 'calls' AND day >= $1 AND day < $1 + 7 GROUP BY owner),
             before AS (SELECT owner, rank() OVER (ORDER BY sum(n) DESC) AS place FROM rollup WHERE metric = 'calls' AND day >= $1 - 7 AND day < $1 GROUP BY owner)
        SELECT owner, calls, rank() OVER (ORDER BY calls DESC), before.place FROM these LEFT JOIN before USING (owner) ORDER BY calls DESC, owner
        """;

    /// <summary>Expected credit, and the pay of that mean: SQL has no distribution, so what tiers make of the spread is missing.</summary>
    private const string Forecast =
        """
        WITH open AS (SELECT coalesce(sum(amount * probability), 0) AS credit FROM deal WHERE owner = $1 AND closes >= $2 AND closes < $3)
        SELECT credit, round(0.04 * least(credit, 100000) + 0.05 * greatest(least(credit, 150000) - 100000, 0) + 0.06 * greatest(credit - 150000, 0), 2) FROM open
        """;

    private readonly WebApplication app;

    private SqlReads(NpgsqlDataSource source, DateOnly month, DateOnly monday)
    {
        app = BareServer.Build();
        app.MapGet("/rollups/{owner}", async (HttpContext context, string owner) => await context.Response.WriteAsJsonAsync(await ScorecardAsync(source, FromRollups, owner, month)));
        app.MapGet("/activities/{owner}", async (HttpContext context, string owner) => await context.Response.WriteAsJsonAsync(await ScorecardAsync(source, FromActivities, owner, month)));
        app.MapGet("/leaderboard", async context => await context.Response.WriteAsJsonAsync(await LeaderboardAsync(source, monday)));
        app.MapGet("/forecast/{owner}", async (HttpContext context, string owner) => await context.Response.WriteAsJsonAsync(await ForecastAsync(source, owner, month)));
    }

    public HttpClient Http { get; private set; } = null!; // set once it listens, before anybody gets this

    public static async Task<SqlReads> StartAsync(NpgsqlDataSource source, DateOnly month, DateOnly monday)
    {
        var reads = new SqlReads(source, month, monday);
        await reads.app.StartAsync();
        reads.Http = Posting.Client(reads.app.Urls.First());
        return reads;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    /// <summary>Values by metric, those of zero left out.</summary>
    public static async Task<SortedDictionary<string, decimal>> ScorecardAsync(NpgsqlDataSource source, string sql, string owner, DateOnly month)
    {
        await using var command = source.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = owner });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = month });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = month.AddMonths(1) });
        await using var reader = await command.ExecuteReaderAsync();
        var values = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        while (await reader.ReadAsync())
        {
            if (reader.GetDecimal(1) is var value and not 0m)
            {
                values[reader.GetString(0)] = value;
            }
        }

        return values;
    }

    public static async Task<List<SqlPlace>> LeaderboardAsync(NpgsqlDataSource source, DateOnly monday)
    {
        await using var command = source.CreateCommand(Leaderboard);
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = monday });
        await using var reader = await command.ExecuteReaderAsync();
        var places = new List<SqlPlace>();
        while (await reader.ReadAsync())
        {
            places.Add(new SqlPlace(reader.GetString(0), reader.GetDecimal(1), reader.GetInt64(2), await reader.IsDBNullAsync(3) ? null : reader.GetInt64(3)));
        }

        return places;
    }

    public static async Task<SqlForecast> ForecastAsync(NpgsqlDataSource source, string owner, DateOnly month)
    {
        await using var command = source.CreateCommand(Forecast);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = owner });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = month });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = month.AddMonths(1) });
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new SqlForecast(Math.Round(reader.GetDecimal(0), 2, MidpointRounding.AwayFromZero), reader.GetDecimal(1));
    }
}

/// <summary>A place in a week.</summary>
internal sealed record SqlPlace(string Owner, decimal Calls, long Rank, long? Before);

/// <summary>Expected credit, and what the plan pays on it.</summary>
internal sealed record SqlForecast(decimal Credit, decimal PayOfMean);
