using System.Diagnostics;

namespace SalesPerf.Platform.Tests.Killed;

/// <summary>This assembly, run as a process of its own.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process process;

    public ChildProcess(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardInput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["exec", typeof(ChildProcess).Assembly.Location, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        process = Process.Start(start)!;
    }

    public int ExitCode => process.ExitCode;

    /// <summary>The next line; null when the process has ended.</summary>
    public Task<string?> LineAsync() => process.StandardOutput.ReadLineAsync();

    public Task<string> ErrorAsync() => process.StandardError.ReadToEndAsync();

    public Task ExitAsync() => process.WaitForExitAsync();

    /// <summary>SIGKILL. Returns what the process had still said.</summary>
    public async Task<IReadOnlyList<string>> KillAsync()
    {
        process.Kill();
        var rest = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        // What follows the last line end is a line cut in two.
        return rest[..(rest.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }
}
