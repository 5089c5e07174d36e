using Npgsql;

namespace SalesPerf.Benchmarks.Postgres;

/// <summary>Activities, their rollups by person and day, and the accounts each person touched in a month.</summary>
internal static class PostgresTables
{
    private const string Create =
        """
        CREATE TABLE activity (
            source text NOT NULL, key text NOT NULL, type text NOT NULL, occurred_at timestamptz NOT NULL, received_at timestamptz NOT NULL,
            owner text NOT NULL, account text, conversation text, attributes jsonb, PRIMARY KEY (source, key));
        CREATE INDEX activity_of_owner ON activity (owner, occurred_at);
        CREATE TABLE rollup (owner text NOT NULL, day date NOT NULL, metric text NOT NULL, n bigint NOT NULL, PRIMARY KEY (owner, day, metric));
        CREATE TABLE touched (owner text NOT NULL, month date NOT NULL, account text NOT NULL, PRIMARY KEY (owner, month, account));
        CREATE TABLE deal (id text PRIMARY KEY, owner text NOT NULL, amount numeric NOT NULL, probability numeric NOT NULL, closes date NOT NULL);
        CREATE INDEX deal_of_owner ON deal (owner);
        """;

    public static async Task<bool> IsReadyAsync(string connection)
    {
        try
        {
            // Without a pool: a refusal would otherwise be remembered.
            await using var one = new NpgsqlConnection(connection + ";Pooling=false");
            await one.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    public static async Task CreateAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand(Create);
        await command.ExecuteNonQueryAsync();
    }
}
