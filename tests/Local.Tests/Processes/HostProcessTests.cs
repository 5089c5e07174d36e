using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SalesPerf.Local.Messages;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Documents.Sqlite;
using SalesPerf.Platform.Messages.Embedded;

namespace SalesPerf.Local.Tests.Processes;

/// <summary>Hosts as real processes: two at once, stopped, killed.</summary>
public sealed class HostProcessTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TemporaryFolder folder = new();

    private string Data => folder.Inside("data");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Given_a_host_on_a_data_folder_when_a_second_starts_on_it_then_the_second_says_so_and_ends_with_three()
    {
        await using var first = await RunningHost.InMemoryAsync(new LocalOptions { Data = Data, FunctionTypes = [] });

        using var second = new HostProcess(typeof(LocalHost).Assembly, "--data", Data, "--urls", "http://127.0.0.1:0");
        var (exitCode, error) = await second.EndAsync();

        Assert.Equal(3, exitCode);
        Assert.Equal($"The data folder {Data} is in use by another process. Stop it, or choose another folder.", error.Trim());
    }

    [Fact]
    public async Task Given_an_address_in_use_when_a_host_starts_on_it_then_it_says_so_and_ends_with_one()
    {
        await using var first = await RunningHost.OnKestrelAsync(new LocalOptions { FunctionTypes = [] });

        using var second = new HostProcess(typeof(LocalHost).Assembly, "--data", Data, "--urls", first.App.Urls.First());
        var (exitCode, error) = await second.EndAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains("Choose another with --urls.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_work_in_flight_when_the_host_is_told_to_end_then_the_work_is_done_first()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var process = new HostProcess(typeof(Program).Assembly, Data);
        using var client = await process.ListenAsync();
        await AcceptAsync(client, "work/slow/0/1");
        using var started = await client.GetAsync(new Uri("started", UriKind.Relative));

        await process.TerminateAsync();
        var (exitCode, error) = await process.EndAsync();

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal(["slow-0"], await KeptAsync());
        Assert.Equal(0, await LeftAsync());
    }

    [Fact]
    public async Task Given_accepted_messages_when_the_process_is_killed_and_started_again_then_none_is_lost()
    {
        const int each = 400;
        for (var run = 0; run < 3; run++)
        {
            using var process = new HostProcess(typeof(Program).Assembly, Data);
            using var client = await process.ListenAsync();
            await AcceptAsync(client, $"work/work/{run * each}/{each}");
            await process.KillAsync();
        }

        var before = await KeptAsync();
        await using (var last = await RunningHost.InMemoryAsync(new LocalOptions { Data = Data, FunctionTypes = [typeof(KeepWork)] }))
        {
            await last.App.Services.GetRequiredService<MessagePump>().DrainAsync();
        }

        Assert.True(before.Count < 3 * each, "The kills came too late to show anything.");
        Assert.Equal(Enumerable.Range(0, 3 * each), (await KeptAsync()).Select(id => int.Parse(id, CultureInfo.InvariantCulture)).Order());
        Assert.Equal(0, await LeftAsync());
    }

    private static async Task AcceptAsync(HttpClient client, string path)
    {
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    /// <summary>Ids of what was kept, read after the process ended.</summary>
    private async Task<IReadOnlyList<string>> KeptAsync()
    {
        using var database = new SqliteDatabase(Data, TimeProvider.System, NullLogger<SqliteDatabase>.Instance);
        var store = new SqliteDocumentStore(database);
        var ids = new List<string>();
        for (var query = new RangeQuery(KeepWork.Kept, KeepWork.Kept, Size: 1_000); ;)
        {
            var page = await store.RangeAsync(query, None);
            ids.AddRange(page.Items.Select(document => document.Id));
            if (page.Continuation is null)
            {
                return ids;
            }

            query = query with { Continuation = page.Continuation };
        }
    }

    /// <summary>Messages left in any queue, after the process ended.</summary>
    private async Task<long> LeftAsync()
    {
        using var database = new SqliteDatabase(Data, TimeProvider.System, NullLogger<SqliteDatabase>.Instance);
        var queues = await new EmbeddedMessageBus(database, new EmbeddedMessageOptions()).StatisticsAsync(None);
        return queues.Sum(queue => queue.Ready + queue.Scheduled + queue.Locked + queue.Dead);
    }
}
