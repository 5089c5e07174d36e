using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Functions;
using SalesPerf.Functions.Messages;
using SalesPerf.Local.Tests.Acceptance;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Local.Tests.Faults;

/// <summary>A page of the data is spoilt while the host does not look, since it ended in order: it says so once it meets it.</summary>
public sealed class DamagedDataTests : IDisposable
{
    private const int Page = 4096;
    private const byte TableLeaf = 13;

    private readonly TemporaryFolder folder = new();

    private string Data => folder.Inside("data");

    private string Database => Path.Combine(Data, "salesperf.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Given_a_spoilt_page_when_it_is_read_then_the_caller_gets_500_health_fails_and_no_message_is_lost()
    {
        await using (var host = await StartAsync())
        {
            await SmallHost.OrganiseAsync(host.Api);
            for (var number = 0; number < 40; number++)
            {
                await host.Api.SetAsync($"teams/team{number}", $$"""{"id":"team{{number}}","name":"{{new string('x', 150)}}"}""");
            }

            await host.DrainAsync();
        }

        Spoil();
        await using var damaged = await StartAsync();
        Assert.Equal(HttpStatusCode.OK, await HealthAsync(damaged));
        var answers = new List<ApiAnswer>();
        for (var number = 0; number < 40; number++)
        {
            answers.Add(await damaged.Api.GetAsync($"teams/team{number}/versions"));
        }

        Assert.Contains(answers, answer => answer.Status == 500);
        Assert.All(answers, answer => Assert.True(answer.Status == 200 || answer is { Status: 500, IsProblem: true }, answer.Text));
        Assert.All(answers, answer => Assert.DoesNotContain("damaged", answer.Text, StringComparison.Ordinal));
        await SmallHost.UntilAsync(async () => await HealthAsync(damaged) == HttpStatusCode.ServiceUnavailable);

        // What cannot be worked off now is tried for two minutes, and still there.
        await damaged.Services.GetRequiredService<Nudges>().EvaluateAsync([new EvaluationKey("ann", [])], default);
        await damaged.DrainAsync();
        var queues = await damaged.Services.GetRequiredService<IQueueStatistics>().StatisticsAsync(default);
        Assert.Equal((1, 0), queues.Where(queue => queue.Queue == Queues.EvaluateCompetencies).Select(queue => (queue.Scheduled, queue.Dead)).Single());
        using var said = new StringWriter();
        Assert.Equal(3, await LocalCommand.RunAsync(["check", "--data", Data], TextWriter.Null, said));
        Assert.StartsWith($"{Data} is damaged:", said.ToString(), StringComparison.Ordinal);
    }

    private Task<ApiHost> StartAsync() => ApiHost.StartAsync(TimeProvider.System.GetUtcNow(), Data);

    private static async Task<HttpStatusCode> HealthAsync(ApiHost host) => (HttpStatusCode)(await host.Api.GetAsync("health")).Status;

    /// <summary>The page that has the middle one of the teams in it.</summary>
    private void Spoil()
    {
        var bytes = File.ReadAllBytes(Database);
        var at = bytes.AsSpan().IndexOf("\"id\":\"team20\""u8) / Page * Page;
        Assert.Equal(TableLeaf, bytes[at]);
        bytes.AsSpan(at, 60).Fill(0xA5);
        File.WriteAllBytes(Database, bytes);
    }
}
