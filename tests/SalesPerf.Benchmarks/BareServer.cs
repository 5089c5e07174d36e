using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SalesPerf.Benchmarks;

/// <summary>Kestrel as our host has it, and nothing else: what the baselines answer with.</summary>
internal static class BareServer
{
    /// <summary>The command under which this program is nothing but that, for its start and memory to be measured.</summary>
    public const string Command = "bare-server";

    public const string Listening = "Listens on ";

    /// <summary>Built and not started, on a free port.</summary>
    public static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        return builder.Build();
    }

    /// <summary>The whole body of a request.</summary>
    public static async Task<ReadOnlyMemory<byte>> BodyAsync(HttpRequest request)
    {
        using var body = new MemoryStream((int)(request.ContentLength ?? 0));
        await request.Body.CopyToAsync(body);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    /// <summary>Runs until it is killed.</summary>
    public static async Task RunAsync()
    {
        await using var app = Build();
        app.MapGet("/", () => "ready");
        await app.StartAsync();
        Console.WriteLine(Listening + app.Urls.First());
        await Task.Delay(Timeout.Infinite);
    }
}
