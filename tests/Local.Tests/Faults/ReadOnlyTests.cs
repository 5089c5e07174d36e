using SalesPerf.Local.Tests.Processes;

namespace SalesPerf.Local.Tests.Faults;

/// <summary>Files and folders that the host may not write to, or that are not what they should be: it says which, and ends with three.</summary>
public sealed class ReadOnlyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Data => folder.Inside("data");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("salesperf.db")]
    [InlineData("")]
    public async Task Given_a_file_or_folder_that_may_only_be_read_when_the_host_starts_then_it_says_so_and_ends_with_three(string name)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        await MakeAsync();
        var path = Path.Combine(Data, name);
        var mode = File.GetUnixFileMode(path);
        File.SetUnixFileMode(path, mode & ~UnixFileMode.UserWrite);
        using (var process = HostProcess.WithoutPrivileges(typeof(LocalHost).Assembly, SmallHost.Arguments(Data)))
        {
            var (exitCode, error) = await process.EndAsync();
            Assert.Contains("it is read-only", error, StringComparison.Ordinal);
            Assert.Contains(Data, error, StringComparison.Ordinal);
            Assert.Equal(3, exitCode);
        }

        File.SetUnixFileMode(path, mode);
        await using var host = LocalHost.Build(new LocalOptions { Data = Data, IsQuiet = true });
    }

    [Theory]
    [InlineData("salesperf.db", true)]
    [InlineData("salesperf.db-wal", true)]
    [InlineData("salesperf.lock", true)]
    [InlineData("keys", false)]
    [InlineData("mail", false)]
    public async Task Given_something_else_under_the_name_of_a_file_or_folder_when_the_host_starts_then_it_says_so_and_answers_three(string name, bool isFolder)
    {
        await MakeAsync();
        var path = Path.Combine(Data, name);
        if (isFolder)
        {
            File.Delete(path);
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.Delete(path, recursive: true);
            await File.WriteAllTextAsync(path, "");
        }

        var said = await RefusedAsync();
        Assert.Contains(Data, said, StringComparison.Ordinal);
        Assert.DoesNotContain("another process", said, StringComparison.Ordinal);
    }

    /// <summary>What the system says when a disk that is read-only refuses a new file, and the like, is not that somebody else uses the folder.</summary>
    [Fact]
    public async Task Given_a_lock_that_cannot_be_made_when_the_host_starts_then_it_does_not_blame_another_process()
    {
        Directory.CreateDirectory(Data);
        File.CreateSymbolicLink(Path.Combine(Data, "salesperf.lock"), Path.Combine(folder.Path, "nowhere", "salesperf.lock"));

        var said = await RefusedAsync();
        Assert.Contains("salesperf.lock", said, StringComparison.Ordinal);
        Assert.DoesNotContain("another process", said, StringComparison.Ordinal);
    }

    private async Task MakeAsync()
    {
        await using var host = LocalHost.Build(new LocalOptions { Data = Data, IsQuiet = true });
    }

    private async Task<string> RefusedAsync()
    {
        using var error = new StringWriter();
        Assert.Equal(3, await LocalCommand.RunAsync(["--quiet", "--data", Data, "--urls", "http://127.0.0.1:0"], TextWriter.Null, error));
        return error.ToString();
    }
}
