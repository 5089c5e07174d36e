using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace SalesPerf.Local.Tests.Processes;

/// <summary>An assembly beside this one, run as a process of its own.</summary>
internal sealed class HostProcess : IDisposable
{
    private const string Listening = "SalesPerf listens on ";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly StringBuilder said = new();

    public HostProcess(Assembly assembly, params string[] arguments)
        : this(assembly, new Dictionary<string, string>(), arguments)
    {
    }

    /// <param name="assembly">What to run.</param>
    /// <param name="environment">Variables added to those of this process.</param>
    /// <param name="arguments">The command line.</param>
    public HostProcess(Assembly assembly, IReadOnlyDictionary<string, string> environment, params string[] arguments)
        : this(assembly, environment, [], arguments)
    {
    }

    private HostProcess(Assembly assembly, IReadOnlyDictionary<string, string> environment, string[] before, string[] arguments)
    {
        var dotnet = Environment.ProcessPath ?? throw new InvalidOperationException("Tests run under dotnet.");
        string[] line = [.. before, dotnet, "exec", assembly.Location, .. arguments];
        var start = new ProcessStartInfo(line[0]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        foreach (var argument in line.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        process = Process.Start(start) ?? throw new InvalidOperationException("The process did not start.");
    }

    /// <summary>What it has said on its output since it listens.</summary>
    public string Said
    {
        get
        {
            lock (said)
            {
                return said.ToString();
            }
        }
    }

    /// <summary>One whose files can be limited later: what is too large fails there as it does on a disk that is full, instead of ending the process.</summary>
    public static HostProcess OnSmallDisk(Assembly assembly, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        new(assembly, environment, ["/bin/sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh"], arguments);

    /// <summary>One that cannot write to any file from its start. The runtime would make one for itself, but for the setting.</summary>
    public static HostProcess OnFullDisk(Assembly assembly, params string[] arguments) => new(
        assembly,
        new Dictionary<string, string> { ["DOTNET_EnableWriteXorExecute"] = "0", ["DOTNET_EnableDiagnostics"] = "0" },
        ["/bin/sh", "-c", "trap '' XFSZ; ulimit -f 0; exec \"$@\"", "sh"],
        arguments);

    /// <summary>One that asks for permission like anybody: root would be let in everywhere.</summary>
    public static HostProcess WithoutPrivileges(Assembly assembly, params string[] arguments) => new(
        assembly,
        new Dictionary<string, string>(),
        Environment.IsPrivilegedProcess ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"] : [],
        arguments);

    /// <summary>From now on no file of it is written beyond so many bytes; null is any number.</summary>
    public async Task LimitFilesAsync(int? bytes)
    {
        var id = process.Id.ToString(CultureInfo.InvariantCulture);
        using var limit = Process.Start("prlimit", ["--pid", id, $"--fsize={bytes?.ToString(CultureInfo.InvariantCulture) ?? "unlimited"}:"]);
        await limit.WaitForExitAsync();
        Assert.Equal(0, limit.ExitCode);
    }

    /// <summary>Waits until the host listens.</summary>
    public async Task<HttpClient> ListenAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            {
                _ = ListenOnAsync();
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

    private async Task ListenOnAsync()
    {
        while (await process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            lock (said)
            {
                said.AppendLine(line);
            }
        }
    }
}
