using SalesPerf.Local.Tests.Acceptance;
using SalesPerf.Local.Tests.Processes;

namespace SalesPerf.Local.Tests.Faults;

/// <summary>A host as one process, and another that comes to its folder: as a host, to back up, to look, to restore; while it runs and after it was killed.</summary>
public sealed class TwoProcessesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    private string Data => folder.Inside("data");

    public void Dispose()
    {
        output.Dispose();
        error.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Given_a_host_that_runs_and_is_killed_when_others_come_to_its_folder_then_only_one_writes_and_nothing_is_lost()
    {
        using (var process = new HostProcess(typeof(LocalHost).Assembly, SmallHost.Environment, SmallHost.Arguments(Data)))
        {
            using var http = await process.ListenAsync();
            var api = new ApiClient(http, ApiHost.AdminKey);
            await SmallHost.OrganiseAsync(api);
            await api.TakeAsync(SmallHost.Calls(0, 50));

            Assert.Equal(3, await RunAsync("--quiet", "--data", Data, "--urls", "http://127.0.0.1:0"));
            Assert.Contains("in use by another process", error.ToString(), StringComparison.Ordinal);
            Assert.Equal(3, await RunAsync("restore", folder.Inside("nothing"), "--data", Data));
            Assert.Contains("is not empty", error.ToString(), StringComparison.Ordinal);
            Assert.Equal(0, await RunAsync("check", "--data", Data));
            Assert.Equal(0, await RunAsync("backup", folder.Inside("while"), "--data", Data));

            await api.TakeAsync(SmallHost.Calls(50, 50));
            await process.KillAsync();
        }

        // The log is as the killed process left it, and stays so: whoever only reads neither needs nor takes the folder.
        Assert.True(new FileInfo(Path.Combine(Data, "salesperf.db-wal")).Length > 0);
        Assert.Equal(0, await RunAsync("check", "--data", Data));
        Assert.Equal(0, await RunAsync("backup", folder.Inside("after"), "--data", Data));
        Assert.Equal(3, await RunAsync("restore", folder.Inside("after"), "--data", Data));
        Assert.Equal(0, await RunAsync("restore", folder.Inside("after"), "--data", folder.Inside("restored")));
        Assert.Equal("100", await CountAsync(Data));
        Assert.Equal("100", await CountAsync(folder.Inside("restored")));
    }

    private static async Task<string> CountAsync(string data)
    {
        await using var host = await ApiHost.StartAsync(TimeProvider.System.GetUtcNow(), data);
        return await SmallHost.CountAsync(host);
    }

    private Task<int> RunAsync(params string[] args) => LocalCommand.RunAsync(args, output, error);
}
