using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using SalesPerf.Local.Tests.Processes;

namespace SalesPerf.Local.Tests.Telemetry;

public sealed class OtlpExportTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Given_a_collector_in_the_environment_when_the_host_works_then_it_is_sent_traces_and_metrics()
    {
        await using var collector = new Collector();
        var environment = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = await collector.StartAsync(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
        };
        using var process = new HostProcess(typeof(LocalHost).Assembly, environment, "--data", folder.Inside("data"), "--urls", "http://127.0.0.1:0");
        using var client = await process.ListenAsync();
        using var health = await client.GetAsync("/api/v1/health");
        Assert.True(health.IsSuccessStatusCode);

        await collector.UntilAsync("/v1/traces", "store read", AskAsync);
        await collector.UntilAsync("/v1/metrics", Functions.Health.Telemetry.StoreReads, AskAsync);
        await collector.UntilAsync("/v1/metrics", "salesperf", AskAsync);

        // A key that nobody has is looked for in the store, each time another one.
        async Task AskAsync()
        {
            var id = string.Concat(Guid.NewGuid().ToString("N")[..16].Select(digit => (char)('a' + Convert.ToInt32($"{digit}", 16))));
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/notifications");
            request.Headers.Add("x-api-key", $"sp_{id}_{new string('a', 43)}");
            using var answer = await client.SendAsync(request);
        }
    }

    [Fact]
    public async Task Given_no_collector_when_a_host_runs_then_nothing_of_OpenTelemetry_is_loaded()
    {
        await using var host = await RunningHost.InMemoryAsync(new LocalOptions());
        using var health = await host.Client.GetAsync("/api/v1/health");

        Assert.True(health.IsSuccessStatusCode);
        Assert.DoesNotContain(AppDomain.CurrentDomain.GetAssemblies(), assembly => assembly.GetName().Name!.StartsWith("OpenTelemetry", StringComparison.Ordinal)); // a loaded assembly has a name
    }

    /// <summary>Takes what exporters post, over HTTP.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly ConcurrentQueue<(string Path, string Body)> received = new();
        private readonly WebApplication app;

        public Collector()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            app = builder.Build();
            app.Run(async context =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                received.Enqueue((context.Request.Path.ToString(), Encoding.Latin1.GetString(body.ToArray())));
                context.Response.ContentType = "application/x-protobuf";
            });
        }

        public async Task<string> StartAsync()
        {
            await app.StartAsync();
            return app.Urls.First();
        }

        public async Task UntilAsync(string path, string text, Func<Task> act)
        {
            using var enough = new CancellationTokenSource(Patience);
            while (!received.Any(request => request.Path == path && request.Body.Contains(text, StringComparison.Ordinal)))
            {
                await act();
                await Task.Delay(TimeSpan.FromMilliseconds(100), enough.Token);
            }
        }

        public async ValueTask DisposeAsync() => await app.DisposeAsync();
    }
}
