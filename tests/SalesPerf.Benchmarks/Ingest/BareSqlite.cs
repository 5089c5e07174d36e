using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using SalesPerf.Benchmarks.Feeds;
using SalesPerf.Domain.Activities;

namespace SalesPerf.Benchmarks.Ingest;

/// <summary>
/// SQLite alone: one insert per event, none for those that are there, no rollups. One thread writes; requests that wait while a transaction goes to disk share the next.
/// </summary>
internal sealed class BareSqlite : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("salesperf-sqlite-").FullName;
    private readonly SqliteConnection connection;
    private readonly SqliteCommand insert;
    private readonly WebApplication app;
    private readonly Thread thread;
    private readonly object gate = new();
    private List<Work> waiting = [];
    private bool isClosing;

    private BareSqlite()
    {
        connection = new SqliteConnection($"Data Source={Path.Combine(folder, "bare.db")};Pooling=false");
        connection.Open();
        Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE activity (source TEXT, key TEXT, type TEXT, at INTEGER, owner TEXT, account TEXT, conversation TEXT, attributes TEXT, PRIMARY KEY (source, key)) WITHOUT ROWID");
        insert = connection.CreateCommand();
        insert.CommandText = "INSERT OR IGNORE INTO activity VALUES ($source, $key, $type, $at, $owner, $account, $conversation, $attributes)";
        foreach (var name in (string[])["$source", "$key", "$type", "$at", "$owner", "$account", "$conversation", "$attributes"])
        {
            insert.Parameters.AddWithValue(name, "");
        }

        app = BareServer.Build();
        app.MapPost("/activities", async (HttpRequest request) => Results.Accepted(value: new { accepted = await StoreAsync(await ReadBodies.OfAsync(request)) }));
        thread = new Thread(Write) { IsBackground = true, Name = "bare-sqlite" };
        thread.Start();
    }

    public HttpClient Http { get; private set; } = null!; // set once it listens, before anybody gets this

    public static async Task<BareSqlite> StartAsync()
    {
        var sqlite = new BareSqlite();
        await sqlite.app.StartAsync();
        sqlite.Http = Posting.Client(sqlite.app.Urls.First());
        return sqlite;
    }

    /// <summary>Returns when they are on disk.</summary>
    public Task<int> StoreAsync(Activity[] activities)
    {
        var work = new Work(activities, new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (gate)
        {
            waiting.Add(work);
            Monitor.Pulse(gate);
        }

        return work.Done.Task;
    }

    public long Count()
    {
        using var reader = new SqliteConnection(connection.ConnectionString);
        reader.Open();
        using var count = reader.CreateCommand();
        count.CommandText = "SELECT count(*) FROM activity";
        return (long)count.ExecuteScalar()!; // a count is always there
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        lock (gate)
        {
            isClosing = true;
            Monitor.Pulse(gate);
        }

        thread.Join();
        await insert.DisposeAsync();
        await connection.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private void Write()
    {
        while (true)
        {
            List<Work> group;
            lock (gate)
            {
                while (waiting.Count == 0 && !isClosing)
                {
                    Monitor.Wait(gate);
                }

                if (waiting.Count == 0)
                {
                    return;
                }

                (group, waiting) = (waiting, []);
            }

            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            foreach (var activity in group.SelectMany(work => work.Activities))
            {
                Insert(activity);
            }

            transaction.Commit();
            group.ForEach(work => work.Done.SetResult(work.Activities.Length));
        }
    }

    private void Insert(Activity activity)
    {
        object?[] values = [activity.Source, activity.Key, activity.Type, activity.OccurredAt.UtcTicks, activity.Owner, activity.Account, activity.Conversation, JsonSerializer.Serialize(activity.Attributes)];
        for (var i = 0; i < values.Length; i++)
        {
            insert.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        insert.ExecuteNonQuery();
    }

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed record Work(Activity[] Activities, TaskCompletionSource<int> Done);
}
