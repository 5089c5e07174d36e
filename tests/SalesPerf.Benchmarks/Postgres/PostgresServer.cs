using System.Diagnostics;
using System.Globalization;

namespace SalesPerf.Benchmarks.Postgres;

/// <summary>
/// A PostgreSQL of its own, made in a temporary folder and deleted with it: reached through a Unix socket only, with fsync and synchronous commits on.
/// As root it runs as somebody else, since PostgreSQL refuses root.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const string Socket = "socket";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string folder;
    private readonly Process process;
    private readonly Func<TimeSpan> cpu;

    private PostgresServer(string folder, Process process)
    {
        (this.folder, this.process) = (folder, process);
        cpu = () => ProcessTree.Cpu(process.Id);
    }

    /// <summary>For Npgsql: sixteen connections, statements prepared.</summary>
    public string ConnectionString =>
        $"Host={Path.Combine(folder, Socket)};Username=bench;Database=postgres;Maximum Pool Size=16;Minimum Pool Size=16;Max Auto Prepare=32;Auto Prepare Min Usages=1;No Reset On Close=true";

    /// <summary>CPU time of the server and all its processes so far.</summary>
    public Func<TimeSpan> Cpu => cpu;

    /// <summary>From the start of its process to the first connection.</summary>
    public TimeSpan Starting { get; private set; }

    /// <summary>Memory of the server and all its processes, what they share counted once.</summary>
    public long Memory => ProcessTree.Memory(process.Id);

    /// <summary>Null, and said so, where there is no PostgreSQL.</summary>
    public static async Task<PostgresServer?> StartAsync(BenchmarkOptions options, Measuring.Report report)
    {
        if (Find(options.Postgres) is not { } programs)
        {
            report.Say("There is no PostgreSQL here (`--postgres FOLDER` names the folder of initdb and postgres): what is compared with it was left out.");
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("salesperf-pg-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, Socket));
        await GiveAwayAsync(folder);
        var data = Path.Combine(folder, "data");
        await RunAsync(AsOther(Path.Combine(programs, "initdb"), "-D", data, "-U", "bench", "--auth=trust", "--encoding=UTF8", "--no-locale"));
        var process = Start(AsOther(
            Path.Combine(programs, "postgres"), "-D", data, "-k", Path.Combine(folder, Socket), "-c", "listen_addresses=", "-c", "fsync=on", "-c", "synchronous_commit=on",
            "-c", "shared_buffers=512MB", "-c", "max_wal_size=4GB", "-c", "max_connections=40", "-c", "log_min_messages=panic"));
        var server = new PostgresServer(folder, process);
        await server.WaitAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            // A fast shutdown.
            using var stop = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await stop.WaitForExitAsync();
            await process.WaitForExitAsync();
        }

        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static string? Find(string? given)
    {
        if (given is not null)
        {
            return File.Exists(Path.Combine(given, "initdb")) ? given : null;
        }

        const string packaged = "/usr/lib/postgresql";
        var versions = Directory.Exists(packaged) ? Directory.GetDirectories(packaged).Order(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin")) : [];
        return versions.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
            .FirstOrDefault(candidate => File.Exists(Path.Combine(candidate, "initdb")) && File.Exists(Path.Combine(candidate, "postgres")));
    }

    private static async Task GiveAwayAsync(string folder)
    {
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync(["chown", "-R", OtherUser(), folder]);
        }
    }

    private static string OtherUser() => File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";

    private static string[] AsOther(params string[] command) =>
        Environment.IsPrivilegedProcess ? ["setpriv", $"--reuid={OtherUser()}", "--clear-groups", .. command] : command;

    private static Process Start(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start.");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => Console.Error.Write(line.Data is null ? "" : line.Data + "\n");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task RunAsync(string[] command)
    {
        using var process = Start(command);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}.");
        }
    }

    private async Task WaitAsync()
    {
        var began = Stopwatch.GetTimestamp();
        while (!await PostgresTables.IsReadyAsync(ConnectionString))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(began) > Patience)
            {
                throw new InvalidOperationException("PostgreSQL did not start.");
            }

            await Task.Delay(10);
        }

        Starting = Stopwatch.GetElapsedTime(began);
    }
}
