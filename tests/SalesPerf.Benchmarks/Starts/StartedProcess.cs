using System.Diagnostics;
using System.Reflection;
using SalesPerf.Benchmarks.Postgres;

namespace SalesPerf.Benchmarks.Starts;

/// <summary>A .NET program beside this one, as a process of its own.</summary>
internal sealed class StartedProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process process;
    private readonly long start = Stopwatch.GetTimestamp();

    public StartedProcess(Assembly program, params string[] arguments)
    {
        var dotnet = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        var command = new ProcessStartInfo(dotnet, ["exec", program.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        process = Process.Start(command) ?? throw new InvalidOperationException($"{program.GetName().Name} did not start.");
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
    }

    /// <summary>Since it was started.</summary>
    public TimeSpan Age => Stopwatch.GetElapsedTime(start);

    public TimeSpan Cpu => ProcessTree.Cpu(process.Id);

    /// <summary>Bytes of memory, as shared out.</summary>
    public long Memory => ProcessTree.Memory(process.Id);

    /// <summary>Reads its output until a line holds the words, and returns what follows them.</summary>
    public async Task<string> WaitForAsync(string words)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.IndexOf(words, StringComparison.Ordinal) is >= 0 and var at)
            {
                return line[(at + words.Length)..];
            }
        }

        throw new InvalidOperationException($"It ended without saying \"{words}\".");
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }
}
