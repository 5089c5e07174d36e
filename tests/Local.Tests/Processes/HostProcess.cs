using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace SalesPerf.Local.Tests.Processes;

/// <summary>An assembly beside this one, run as a process of its own.</summary>
internal sealed class HostProcess : IDisposable
{
    private const string Listening = "SalesPerf listens on ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process process;

    public HostProcess(Assembly assembly, params string[] arguments)
        : this(assembly, new Dictionary<string, string>(), arguments)
    {
    }

    /// <param name="assembly">What to run.</param>
    /// <param name="environment">Variables added to those of this process.</param>
    /// <param name="arguments">The command line.</param>
    public HostProcess(Assembly assembly, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var dotnet = Environment.ProcessPath ?? throw new InvalidOperationException("Tests run under dotnet.");
        var start = new ProcessStartInfo(dotnet) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        foreach (var argument in (string[])["exec", assembly.Location, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        process = Process.Start(start) ?? throw new InvalidOperationException("The process did not start.");
    }

    /// <summary>Waits until the host listens. What it says later is thrown away.</summary>
    public async Task<HttpClient> ListenAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            {
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return new HttpClient { BaseAddress = new Uri(line[(at + Listening.Length)..].Split(',')[0]) };
            }
        }

        throw new InvalidOperationException($"The host ended: {await process.StandardError.ReadToEndAsync(patience.Token)}");
    }

    /// <summary>Waits for the end. Returns the exit code and the error output.</summary>
    public async Task<(int ExitCode, string Error)> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var error = await process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, error);
    }

    /// <summary>SIGKILL.</summary>
    public Task KillAsync()
    {
        process.Kill();
        return process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as an operating system or a container sends it; Ctrl-C is handled alike.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
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
