using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using SalesPerf.Local;

namespace SalesPerf.Benchmarks.Soak;

/// <summary>The local host as a process of its own on a temporary folder, killed and started again on it.</summary>
internal sealed class SoakHost : IDisposable
{
    public const string AdminKey = "soak-admin-key-0123456789";

    /// <summary>Where <see cref="StartupHook"/> writes.</summary>
    public const string HeapFileSetting = "SALESPERF_SOAK_HEAP";

    private const string Listening = "SalesPerf listens on ";

    private readonly string folder = Directory.CreateTempSubdirectory("salesperf-soak-").FullName;
    private readonly Lock gate = new();
    private Process? process;
    private TimeSpan earlier;

    public string Data => Path.Combine(folder, "data");

    /// <summary>All it said.</summary>
    public string Log => Path.Combine(folder, "host.log");

    public Uri Address { get; private set; } = null!; // once it was started

    public HttpClient Http { get; private set; } = null!; // once it was started

    /// <summary>0 between a kill and the next start.</summary>
    public long WorkingSet
    {
        get
        {
            process!.Refresh(); // once it was started
            return process.HasExited ? 0 : process.WorkingSet64;
        }
    }

    /// <summary>Used by all its processes.</summary>
    public TimeSpan Cpu => earlier + (process!.HasExited ? TimeSpan.Zero : process.TotalProcessorTime); // once it was started

    public long Heap => File.Exists(HeapFile) ? long.Parse(File.ReadAllText(HeapFile), CultureInfo.InvariantCulture) : 0;

    public long Wal => Size("salesperf.db-wal");

    public long Database => Size("salesperf.db");

    private string HeapFile => Path.Combine(folder, "heap");

    public async Task StartAsync()
    {
        var dotnet = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        var start = new ProcessStartInfo(dotnet, ["exec", typeof(LocalHost).Assembly.Location, "--data", Data, "--urls", "http://127.0.0.1:0", "--quiet"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment["SALESPERF_ADMIN_KEY"] = AdminKey;
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location;
        start.Environment[HeapFileSetting] = HeapFile;
        var listens = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process = Process.Start(start) ?? throw new InvalidOperationException("The host did not start.");
        process.OutputDataReceived += (_, line) => Hear(line.Data, listens);
        process.ErrorDataReceived += (_, line) => Hear(line.Data, listens);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Address = await listens.Task.WaitAsync(TimeSpan.FromMinutes(2));
        Http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(1) };
        Http.DefaultRequestHeaders.Add("x-api-key", AdminKey);
    }

    /// <summary>SIGKILL.</summary>
    public Task KillAsync()
    {
        earlier += process!.TotalProcessorTime; // once it was started
        process.Kill();
        return process.WaitForExitAsync();
    }

    /// <summary>SIGTERM: it ends in order. Returns its exit code.</summary>
    public async Task<int> EndAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", process!.Id.ToString(CultureInfo.InvariantCulture)]); // once it was started
        await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    public async Task<JsonNode> GetAsync(string path) =>
        JsonNode.Parse(await Http.GetStringAsync(new Uri("/api/v1/" + path, UriKind.Relative))) ?? throw new InvalidOperationException($"{path} answered null.");

    public async Task PutAsync(string path, JsonNode body)
    {
        using var content = new StringContent(body.ToJsonString(), new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        using var answer = await Http.PutAsync(new Uri("/api/v1/" + path, UriKind.Relative), content);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    public void Dispose()
    {
        if (process is { HasExited: false })
        {
            process.Kill();
            process.WaitForExit();
        }

        process?.Dispose();
        Http?.Dispose();
    }

    private long Size(string name) => new FileInfo(Path.Combine(Data, name)) is { Exists: true } file ? file.Length : 0;

    private void Hear(string? line, TaskCompletionSource<Uri> listens)
    {
        if (line is null)
        {
            return;
        }

        lock (gate)
        {
            File.AppendAllText(Log, line + "\n");
        }

        if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
        {
            listens.TrySetResult(new Uri(line[(at + Listening.Length)..].Split(',')[0]));
        }
    }
}
