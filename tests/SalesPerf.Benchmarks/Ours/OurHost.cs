using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Benchmarks.Feeds;
using SalesPerf.Local;
using SalesPerf.Local.Messages;
using SalesPerf.TestKit;

namespace SalesPerf.Benchmarks.Ours;

/// <summary>The local host in this process on a folder of its own, with an organisation of forty people.</summary>
internal sealed class OurHost : IAsyncDisposable
{
    public const string Activities = "/api/v1/activities";
    public const string AdminKey = "benchmark-admin-key-0123456789";

    private readonly string folder = Directory.CreateTempSubdirectory("salesperf-bench-").FullName;
    private readonly WebApplication app;

    private OurHost(CosmosAccount? documents)
    {
        app = LocalHost.Build(new LocalOptions
        {
            Data = folder,
            Urls = "http://127.0.0.1:0",
            IsQuiet = true,
            Clock = Clock,
            Cosmos = documents,
            RunsTimers = documents is null,
            Configure = builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["SALESPERF_ADMIN_KEY"] = AdminKey }),
        });
    }

    public ShiftedClock Clock { get; } = new(TimeProvider.System.GetUtcNow());

    public HttpClient Http { get; private set; } = null!; // set once it listens, before anybody gets this

    public IServiceProvider Services => app.Services;

    /// <summary>Bytes of the database and its log.</summary>
    public long Bytes => new DirectoryInfo(folder).EnumerateFiles("salesperf.db*").Sum(file => file.Length);

    /// <param name="documents">Where the documents are instead; timers then run only when they are told to, so that what each thing costs can be told apart.</param>
    public static async Task<OurHost> StartAsync(CosmosAccount? documents = null)
    {
        var host = new OurHost(documents);
        await host.app.StartAsync();
        host.Http = Posting.Client(host.app.Urls.First(), AdminKey);
        await host.PrepareAsync();
        return host;
    }

    /// <summary>Returns when every queue is empty but for what waits for its time.</summary>
    public Task DrainAsync() => app.Services.GetRequiredService<MessagePump>().DrainAsync();

    /// <summary>The same, with the evaluations and forecasts that a delivery brings about some seconds later: the clock is set forward instead of waiting.</summary>
    public Task SettleAsync() => SettleAsync(2 * Functions.Messages.Nudges.Gathering);

    /// <param name="span">How far the clock may be set forward.</param>
    public Task SettleAsync(TimeSpan span)
    {
        var now = Clock.GetUtcNow();
        return app.Services.GetRequiredService<MessagePump>().DrainAsync(
            due => Clock.Advance(due > Clock.GetUtcNow() ? due - Clock.GetUtcNow() : TimeSpan.Zero), now + span);
    }

    /// <summary>Runs a timer function now.</summary>
    public async Task FireAsync(string timer)
    {
        using var run = await Http.PostAsync(new Uri($"/admin/functions/{timer}", UriKind.Relative), null);
        run.EnsureSuccessStatusCode();
    }

    public async Task PutAsync(string path, JsonNode body)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await Http.PutAsync($"/api/v1/{path}", content);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    public async Task<JsonNode> GetAsync(string path) =>
        JsonNode.Parse(await Http.GetStringAsync(path)) ?? throw new InvalidOperationException($"{path} answered null.");

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task PrepareAsync()
    {
        foreach (var (path, body) in Organisation.Resources())
        {
            await PutAsync(path, body);
        }

        // What a command sends ahead of itself comes a minute later, and belongs to nothing that is measured.
        await SettleAsync(TimeSpan.FromMinutes(5));
    }
}
