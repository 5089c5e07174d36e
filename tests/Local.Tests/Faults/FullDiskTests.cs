using System.Net;
using Microsoft.Data.Sqlite;
using SalesPerf.Local.Tests.Acceptance;
using SalesPerf.Local.Tests.Processes;

namespace SalesPerf.Local.Tests.Faults;

/// <summary>A disk that takes nothing more while the host runs, and takes it again later. The system refuses the writes of the real process.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Data => folder.Inside("data");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Given_a_disk_that_takes_no_more_when_events_come_then_503_says_to_come_back_and_once_there_is_room_all_goes_on_and_counts_once()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using (var process = HostProcess.OnSmallDisk(typeof(LocalHost).Assembly, SmallHost.Environment, SmallHost.Arguments(Data)))
        {
            using var http = await process.ListenAsync();
            var api = new ApiClient(http, ApiHost.AdminKey);
            await SmallHost.OrganiseAsync(api);
            await api.TakeAsync(SmallHost.Calls(0, 40));

            await process.LimitFilesAsync(1);
            for (var first = 40; first < 60; first += 10)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/activities")
                {
                    Content = ApiClient.Json(ApiClient.Array(SmallHost.Calls(first, 10)), ApiClient.Batch),
                };
                request.Headers.Add("x-api-key", ApiHost.AdminKey);
                using var refused = await http.SendAsync(request);
                Assert.Equal((HttpStatusCode.ServiceUnavailable, "5"), (refused.StatusCode, refused.Headers.RetryAfter?.ToString()));
            }

            var change = await api.PutAsync("people/ben", """{"id":"ben","name":"Ben","team":"sales","role":"rep"}""");
            Assert.True(change is { Status: 503, IsProblem: true }, change.Text);
            Assert.Equal(200, (await api.GetAsync("people/ann")).Status);
            await SmallHost.UntilAsync(async () => await api.GetAsync("health") is { Status: 503 } health && health.Of("status") == "failing");
            await SmallHost.UntilAsync(() => Task.FromResult(process.Said.Contains("Nothing can be stored in ", StringComparison.Ordinal)));

            await process.LimitFilesAsync(null);
            await api.TakeAsync(SmallHost.Calls(40, 30));
            await SmallHost.UntilAsync(async () => (await api.GetAsync("health")).Of("activities/stored") == "70");
            await SmallHost.UntilAsync(async () => (await api.GetAsync("health")).Of("status") == "ok"); // looked up once a second
            await api.SetAsync("people/ben", """{"id":"ben","name":"Ben","team":"sales","role":"rep"}""");

            await process.LimitFilesAsync(1);
            Assert.Equal(503, (await api.PostEventsAsync(SmallHost.Calls(70, 10))).Status);
            await process.KillAsync();
        }

        await using var last = await ApiHost.StartAsync(TimeProvider.System.GetUtcNow(), Data);
        await last.Api.TakeAsync(SmallHost.Calls(70, 10));
        Assert.Equal("80", await SmallHost.CountAsync(last));
        Assert.Empty((await last.Api.GetAsync("dead-letters")).Body["items"]!.AsArray());
    }

    /// <summary>What was in work can neither be stored nor given back; its lock would hold it for half an hour.</summary>
    [Fact]
    public async Task Given_work_that_could_not_be_given_back_when_there_is_room_again_then_it_is_done_without_a_restart()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var process = HostProcess.OnSmallDisk(typeof(Processes.Program).Assembly, new Dictionary<string, string>(), Data);
        using var client = await process.ListenAsync();
        using (var accepted = await client.PostAsync(new Uri("work/slow/0/1", UriKind.Relative), null))
        {
            Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        }

        using var started = await client.GetAsync(new Uri("started", UriKind.Relative));
        await process.LimitFilesAsync(1);
        await SmallHost.UntilAsync(() => Task.FromResult(process.Said.Contains("could not settle", StringComparison.Ordinal)));
        await process.LimitFilesAsync(null);

        await SmallHost.UntilAsync(() => Task.FromResult(Kept() == 1));
    }

    [Fact]
    public async Task Given_a_disk_that_takes_nothing_when_the_host_starts_then_it_says_so_and_ends_with_three()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        await using (var host = LocalHost.Build(new LocalOptions { Data = Data, IsQuiet = true }))
        {
        }

        using var process = HostProcess.OnFullDisk(typeof(LocalHost).Assembly, SmallHost.Arguments(Data));
        var (exitCode, error) = await process.EndAsync();

        Assert.Contains("Nothing can be stored in ", error, StringComparison.Ordinal);
        Assert.Equal(3, exitCode);
    }

    private long Kept()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(Data, "salesperf.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM documents";
        return (long)command.ExecuteScalar()!;
    }
}
