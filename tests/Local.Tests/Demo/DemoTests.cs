using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Local.Demo;
using SalesPerf.Local.Tests.Timers;

namespace SalesPerf.Local.Tests.Demo;

public sealed class DemoTests
{
    private readonly Bells bells = new();

    [Fact]
    public async Task Given_a_demo_when_the_host_runs_then_it_finds_the_host_listening_and_timers_fire_by_themselves_after_it()
    {
        using var folder = new TemporaryFolder();
        using var output = new StringWriter();
        var demo = new CountBells(bells);

        var running = LocalCommand.RunAsync(Options(folder, demo), output, TextWriter.Null);
        await demo.Ended.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await bells.Rung.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        demo.App?.Lifetime.StopApplication();

        Assert.Equal(0, await running.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(0, demo.Rung);
        Assert.StartsWith("SalesPerf listens on http://127.0.0.1:", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_demo_at_work_when_the_host_is_stopped_then_it_ends_in_order()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(0, await LocalCommand.RunAsync(Options(folder, new StopMidway()), TextWriter.Null, TextWriter.Null).WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(0, bells.Rung.Reader.Count);
    }

    private LocalOptions Options(TemporaryFolder folder, IDemo demo) => new()
    {
        Data = folder.Inside("data"),
        Urls = "http://127.0.0.1:0",
        IsQuiet = true,
        FunctionTypes = [typeof(RingNightly)],
        Demo = demo,
        Configure = builder => builder.Services.AddSingleton(bells),
    };

    private sealed class CountBells(Bells bells) : IDemo
    {
        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public WebApplication? App { get; private set; }

        /// <summary>Bells rung while the demo ran.</summary>
        public int? Rung { get; private set; }

        public async Task RunAsync(WebApplication app, TextWriter output, CancellationToken stopping)
        {
            App = app;
            using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
            using var response = await client.GetAsync(new Uri("/", UriKind.Relative), stopping);
            Rung = bells.Rung.Reader.Count;
            Ended.SetResult();
        }
    }

    private sealed class StopMidway : IDemo
    {
        public Task RunAsync(WebApplication app, TextWriter output, CancellationToken stopping)
        {
            app.Lifetime.StopApplication();
            return Task.Delay(Timeout.Infinite, stopping);
        }
    }
}
