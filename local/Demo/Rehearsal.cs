using Microsoft.AspNetCore.Builder;

namespace SalesPerf.Local.Demo;

/// <summary>
/// The demo in small, on a host and a folder of its own that nobody sees, while the resources of the great one are loaded one after the other: what a core that has
/// nothing else to do compiles for it, the demo finds compiled.
/// </summary>
internal static class Rehearsal
{
    private const string Prefix = "salesperf-rehearsal-";

    /// <summary>It takes seconds: a folder that is older is of a process that was killed.</summary>
    private static readonly TimeSpan LeftBehind = TimeSpan.FromHours(1);

    public static Task RunAsync(CancellationToken stopping) => RunAsync(new LocalOptions(), stopping);

    /// <param name="basis">What its host has besides.</param>
    /// <param name="stopping">Ends it early. However it ends, its host stops.</param>
    internal static async Task RunAsync(LocalOptions basis, CancellationToken stopping)
    {
        Tidy(TimeProvider.System.GetUtcNow() - LeftBehind);
        var folder = Directory.CreateTempSubdirectory(Prefix);
        try
        {
            var options = DemoRunner.On(basis with { Data = folder.FullName, Urls = "http://127.0.0.1:0", RunsTimers = false }, DemoSpan.Rehearsal);
            await using var app = LocalHost.Build(options);
            try
            {
                await app.StartAsync(stopping);
                await options.Demo!.RunAsync(app, TextWriter.Null, stopping); // set by On
            }
            finally
            {
                await app.StopAsync(CancellationToken.None);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Tidy(DateTimeOffset before)
    {
        foreach (var left in new DirectoryInfo(Path.GetTempPath()).EnumerateDirectories(Prefix + "*").Where(folder => folder.LastWriteTimeUtc < before.UtcDateTime))
        {
            try
            {
                left.Delete(recursive: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Somebody else's, or gone by now.
            }
        }
    }
}
