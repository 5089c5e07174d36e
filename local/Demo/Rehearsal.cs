using Microsoft.AspNetCore.Builder;

namespace SalesPerf.Local.Demo;

/// <summary>
/// The demo in small, on a host and a folder of its own that nobody sees, while the resources of the great one are loaded one after the other: what a core that has
/// nothing else to do compiles for it, the demo finds compiled.
/// </summary>
internal static class Rehearsal
{
    public static async Task RunAsync(CancellationToken stopping)
    {
        var folder = Directory.CreateTempSubdirectory("salesperf-rehearsal-");
        try
        {
            var options = DemoRunner.On(new LocalOptions { Data = folder.FullName, Urls = "http://127.0.0.1:0", RunsTimers = false }, DemoSpan.Rehearsal);
            await using var app = LocalHost.Build(options);
            await app.StartAsync(stopping);
            await options.Demo!.RunAsync(app, TextWriter.Null, stopping); // set by On
            await app.StopAsync(stopping);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
