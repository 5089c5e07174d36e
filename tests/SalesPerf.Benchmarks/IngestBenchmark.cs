using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Local;
using SalesPerf.Local.Messages;

namespace SalesPerf.Benchmarks;

/// <summary>
/// Measures ingestion through HTTP on the local host, durable, deduplicated and rolled up: from the first request to an empty queue.
/// The driver runs in the same process, so its cost is in the figures.
/// </summary>
internal sealed class IngestBenchmark : IAsyncDisposable
{
    private const string AdminKey = "benchmark-admin-key-0123456789";
    private const int People = 40;
    private const int Connections = 16;

    private readonly string folder = Directory.CreateTempSubdirectory("salesperf-bench-").FullName;
    private readonly WebApplication app;
    private readonly HttpClient http;
    private int run;

    private IngestBenchmark()
    {
        app = LocalHost.Build(new LocalOptions
        {
            Data = folder,
            Urls = "http://127.0.0.1:0",
            IsQuiet = true,
            Configure = builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["SALESPERF_ADMIN_KEY"] = AdminKey }),
        });
        http = new HttpClient();
        http.DefaultRequestHeaders.Add("x-api-key", AdminKey);
    }

    public static async Task<IngestBenchmark> StartAsync()
    {
        var bench = new IngestBenchmark();
        await bench.app.StartAsync();
        bench.http.BaseAddress = new Uri(bench.app.Urls.First());
        await bench.PrepareAsync();

        // A server's pace, not that of its first seconds, which compile it.
        foreach (var size in new[] { 100, 7, 1 })
        {
            await bench.IngestAsync(size, size == 1 ? 2_000 : 20_000, isWarmUp: true);
        }

        return bench;
    }

    /// <summary>Posts <paramref name="count"/> activities in bodies of <paramref name="size"/>, then waits until everything is stored and rolled up.</summary>
    public async Task IngestAsync(int size, int count, bool isWarmUp = false)
    {
        var bodies = Bodies(size, count).ToList();
        var (watch, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        await Parallel.ForEachAsync(bodies, new ParallelOptions { MaxDegreeOfParallelism = Connections }, async (body, stop) =>
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents-batch+json");
            using var answer = await http.PostAsync("/api/v1/activities", content, stop);
            answer.EnsureSuccessStatusCode();
        });
        var acknowledged = watch.Elapsed;
        await app.Services.GetRequiredService<MessagePump>().DrainAsync();
        if (!isWarmUp)
        {
            var used = Environment.CpuUsage.TotalTime - cpu;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"batch {size,3}: {count / acknowledged.TotalSeconds,8:N0}/s acknowledged, {count / watch.Elapsed.TotalSeconds,8:N0}/s stored and rolled up, {used.TotalMicroseconds / count,6:N0} us CPU each"));
        }
    }

    /// <summary>Times the read of a stored scorecard as the function does it, without HTTP.</summary>
    public async Task ReadScorecardsAsync(int reads)
    {
        await Task.Delay(Functions.Messages.Nudges.Gathering + TimeSpan.FromSeconds(1));
        await app.Services.GetRequiredService<MessagePump>().DrainAsync();
        var model = (await app.Services.GetRequiredService<ModelDirectory>().GetAsync(default)).Model;
        var now = TimeProvider.System.GetUtcNow();
        var calendar = ScorecardInputs.Calendar(model, now);
        var period = calendar.PeriodOf(PeriodKind.Month, ScorecardInputs.Today(model, "p-0", now));
        var scorecards = app.Services.GetRequiredService<ReadScorecards>();
        for (var i = 0; i < 1_000; i++)
        {
            await scorecards.ReadAsync(model, calendar, $"p-{i % People}", period, default);
        }

        var watch = Stopwatch.StartNew();
        for (var i = 0; i < reads; i++)
        {
            await scorecards.ReadAsync(model, calendar, $"p-{i % People}", period, default);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"scorecard read in process: {watch.Elapsed.TotalMicroseconds / reads:N0} us"));
    }

    public static void PrintMemory() =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"working set: {Environment.WorkingSet / 1_000_000.0:N0} MB with its driver"));

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        http.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private IEnumerable<byte[]> Bodies(int size, int count)
    {
        var (start, id) = (TimeProvider.System.GetUtcNow(), ++run);
        for (var from = 0; from < count; from += size)
        {
            yield return Encoding.UTF8.GetBytes(new JsonArray([.. Enumerable.Range(from, Math.Min(size, count - from)).Select(number => Event(start, id, number))]).ToJsonString());
        }
    }

    private static JsonObject Event(DateTimeOffset start, int run, int number) => new()
    {
        ["specversion"] = "1.0",
        ["id"] = string.Create(CultureInfo.InvariantCulture, $"{run}-{number}"),
        ["source"] = "bench",
        ["type"] = number % 3 == 0 ? "call.completed" : "email.sent",
        ["time"] = start.AddMinutes(-(number * 7 % 20_000)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["data"] = new JsonObject
        {
            ["owner"] = $"o-{number % People}",
            ["account"] = $"a-{number % 997}",
            ["conversation"] = $"c-{number}",
            ["attributes"] = new JsonObject { ["automated"] = number % 9 == 0 ? "true" : "false" },
        },
    };

    private async Task PrepareAsync()
    {
        await PutAsync("sources/bench", new JsonObject { ["id"] = "bench", ["provider"] = "cloudevents" });
        await PutAsync("metrics/calls", Metric("calls", new JsonObject { ["kind"] = "count", ["types"] = new JsonArray("call.completed") }));
        await PutAsync("metrics/emails", Metric("emails", new JsonObject { ["kind"] = "count", ["types"] = new JsonArray("email.sent") }));
        await PutAsync("metrics/accounts", Metric("accounts", new JsonObject { ["kind"] = "distinct", ["types"] = new JsonArray("call.completed", "email.sent"), ["field"] = "account" }));
        for (var i = 0; i < People; i++)
        {
            await PutAsync($"people/p-{i}", new JsonObject { ["id"] = $"p-{i}", ["name"] = $"Person {i}", ["identities"] = new JsonObject { ["bench"] = new JsonArray($"o-{i}") } });
        }
    }

    private static JsonObject Metric(string id, JsonObject measure) => new() { ["id"] = id, ["name"] = id, ["measure"] = measure };

    private async Task PutAsync(string path, JsonObject body)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await http.PutAsync($"/api/v1/{path}", content);
        answer.EnsureSuccessStatusCode();
    }
}
