using System.Diagnostics;
using System.Net.Http.Json;
using SalesPerf.CosmosLoopback;

namespace SalesPerf.Local.Tests.Cosmos;

/// <summary>An account of Cosmos DB on loopback as a process of its own.</summary>
internal sealed class LoopbackProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process process;
    private Uri? endpoint;

    public LoopbackProcess()
    {
        var dotnet = Environment.ProcessPath ?? throw new InvalidOperationException("Tests run under dotnet.");
        var start = new ProcessStartInfo(dotnet) { RedirectStandardOutput = true };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(typeof(LoopbackAccount).Assembly.Location);
        process = Process.Start(start) ?? throw new InvalidOperationException("The process did not start.");
    }

    /// <summary>Waits until it listens.</summary>
    public async Task<(Uri Endpoint, string Key)> ListenAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var said = (await process.StandardOutput.ReadLineAsync(patience.Token) ?? throw new InvalidOperationException("The account ended.")).Split(' ');
        endpoint = new Uri(Array.Find(said, word => word.StartsWith("http://", StringComparison.Ordinal)) ?? throw new InvalidOperationException("No address."));
        return (endpoint, said[^1]);
    }

    public async Task<LoopbackCounts> CountsAsync()
    {
        using var http = new HttpClient { BaseAddress = endpoint };
        return await http.GetFromJsonAsync<LoopbackCounts>("/_loopback/counts");
    }

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }
}
