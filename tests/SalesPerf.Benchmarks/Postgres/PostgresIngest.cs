using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Npgsql;
using NpgsqlTypes;
using SalesPerf.Benchmarks.Feeds;
using SalesPerf.Domain.Activities;

namespace SalesPerf.Benchmarks.Postgres;

/// <summary>
/// Ingestion as it is written without a queue: Kestrel, the same parser, one statement in one transaction a request. It inserts many rows, leaves out those that are
/// there, and adds what is new to the rollups. Rows are locked in the same order by all, so that none waits for another in a circle.
/// </summary>
internal sealed class PostgresIngest : IAsyncDisposable
{
    private const string Insert =
        """
        WITH new AS (
            INSERT INTO activity (source, key, type, occurred_at, received_at, owner, account, conversation, attributes)
            SELECT 'bench', key, type, at, now(), owner, account, conversation, attributes
            FROM unnest($1, $2, $3, $4, $5, $6, $7) AS given (key, type, at, owner, account, conversation, attributes)
            ON CONFLICT DO NOTHING
            RETURNING owner, type, occurred_at, account),
        touched_now AS (
            INSERT INTO touched (owner, month, account)
            SELECT DISTINCT owner, date_trunc('month', occurred_at AT TIME ZONE 'UTC')::date, account FROM new WHERE account IS NOT NULL ORDER BY 1, 2, 3
            ON CONFLICT DO NOTHING)
        INSERT INTO rollup (owner, day, metric, n)
        SELECT owner, (occurred_at AT TIME ZONE 'UTC')::date, CASE type WHEN 'call.completed' THEN 'calls' ELSE 'emails' END, count(*)
        FROM new GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        ON CONFLICT (owner, day, metric) DO UPDATE SET n = rollup.n + excluded.n
        """;

    private readonly NpgsqlDataSource source;
    private readonly WebApplication app;

    private PostgresIngest(NpgsqlDataSource source)
    {
        this.source = source;
        app = BareServer.Build();
        app.MapPost("/activities", async (HttpRequest request) => Results.Accepted(value: new { accepted = await StoreAsync(await ReadBodies.OfAsync(request)) }));
    }

    public HttpClient Http { get; private set; } = null!; // set once it listens, before anybody gets this

    public NpgsqlDataSource Source => source;

    public static async Task<PostgresIngest> StartAsync(PostgresServer server)
    {
        var source = NpgsqlDataSource.Create(server.ConnectionString);
        await PostgresTables.CreateAsync(source);
        var ingest = new PostgresIngest(source);
        await ingest.app.StartAsync();
        ingest.Http = Posting.Client(ingest.app.Urls.First());
        return ingest;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        await source.DisposeAsync();
    }

    private async Task<int> StoreAsync(Activity[] activities)
    {
        await using var command = source.CreateCommand(Insert);
        Add(NpgsqlDbType.Text, activities.Select(activity => activity.Key).ToArray());
        Add(NpgsqlDbType.Text, activities.Select(activity => activity.Type).ToArray());
        Add(NpgsqlDbType.TimestampTz, activities.Select(activity => activity.OccurredAt.UtcDateTime).ToArray());
        Add(NpgsqlDbType.Text, activities.Select(activity => activity.Owner ?? "").ToArray());
        Add(NpgsqlDbType.Text, activities.Select(activity => activity.Account).ToArray());
        Add(NpgsqlDbType.Text, activities.Select(activity => activity.Conversation).ToArray());
        Add(NpgsqlDbType.Jsonb, activities.Select(activity => JsonSerializer.Serialize(activity.Attributes)).ToArray());
        await command.ExecuteNonQueryAsync();
        return activities.Length;

        void Add(NpgsqlDbType type, Array values) => command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type | NpgsqlDbType.Array, Value = values });
    }
}
