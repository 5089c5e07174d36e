using System.Text.Json;
using SalesPerf.Functions.Health;
using SalesPerf.TestKit;

namespace SalesPerf.Local.Tests.Hosting;

public sealed class UptimeTests
{
    [Fact]
    public async Task Given_a_host_that_nobody_asked_yet_when_health_is_asked_then_uptime_counts_from_the_start()
    {
        var clock = new FakeTimeProvider();
        await using var host = await RunningHost.InMemoryAsync(new LocalOptions { Clock = clock, RunsTimers = false, FunctionTypes = [typeof(GetHealth)] });
        clock.Advance(TimeSpan.FromSeconds(90));

        using var health = JsonDocument.Parse(await host.Client.GetStringAsync(new Uri("/api/v1/health", UriKind.Relative)));

        Assert.Equal(90, health.RootElement.GetProperty("uptimeSeconds").GetInt64());
    }
}
