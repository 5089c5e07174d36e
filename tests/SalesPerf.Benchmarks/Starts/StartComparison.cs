using System.Globalization;
using SalesPerf.Benchmarks.Measuring;
using SalesPerf.Benchmarks.Postgres;
using SalesPerf.Local;

namespace SalesPerf.Benchmarks.Starts;

/// <summary>From the start of the process to the first answer, and the memory then: our host on an empty folder, the same with the demo, Kestrel alone, PostgreSQL.</summary>
internal static class StartComparison
{
    private const string OurWords = "SalesPerf listens on ";

    public static async Task RunAsync(BenchmarkOptions options, Report report)
    {
        var rows = new List<Start>();
        for (var round = 0; round <= options.Rounds; round++)
        {
            // The first reads the programs from disk.
            Start[] started =
            [
                await OursAsync(),
                await HttpAsync("Kestrel alone, one route", new StartedProcess(typeof(BareServer).Assembly, BareServer.Command), BareServer.Listening, "/"),
                .. await PostgresAsync(options, report, round),
            ];
            rows.AddRange(round == 0 ? [] : started);
        }

        rows.Add(await DemoAsync());
        report.Add(
            string.Create(CultureInfo.InvariantCulture, $"Start to the first answer, and memory then (medians of {options.Rounds}; the demo once)"),
            ["", "s, median (least to most)", "CPU, s", "memory, MB"],
            rows.GroupBy(row => row.Name).Select(group => (IReadOnlyList<string>)
            [
                group.Key,
                string.Create(CultureInfo.InvariantCulture, $"{Report.Median([.. group], row => row.Wall.TotalSeconds):0.00} ({group.Min(row => row.Wall.TotalSeconds):0.00} to {group.Max(row => row.Wall.TotalSeconds):0.00})"),
                Report.Median([.. group], row => row.Cpu.TotalSeconds).ToString("0.00", CultureInfo.InvariantCulture),
                Report.Median([.. group], row => row.Memory / 1e6).ToString("0", CultureInfo.InvariantCulture),
            ]));
    }

    private static async Task<Start> OursAsync()
    {
        var folder = Directory.CreateTempSubdirectory("salesperf-start-").FullName;
        var started = await HttpAsync(
            "ours, empty folder", new StartedProcess(typeof(LocalHost).Assembly, "--data", folder, "--urls", "http://127.0.0.1:0"), OurWords, "/api/v1/health");
        Directory.Delete(folder, recursive: true);
        return started;
    }

    private static async Task<Start> HttpAsync(string name, StartedProcess process, string words, string path)
    {
        using (process)
        {
            var address = (await process.WaitForAsync(words)).Split(',')[0];
            using var http = new HttpClient { BaseAddress = new Uri(address) };
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
            answer.EnsureSuccessStatusCode();
            return new Start(name, process.Age, process.Cpu, process.Memory);
        }
    }

    private static async Task<Start> DemoAsync()
    {
        var folder = Directory.CreateTempSubdirectory("salesperf-start-").FullName;
        Start start;
        using (var process = new StartedProcess(typeof(LocalHost).Assembly, "--demo", "--data", folder, "--urls", "http://127.0.0.1:0"))
        {
            await process.WaitForAsync("Ready in ");
            start = new Start("ours with the demo, until it is ready", process.Age, process.Cpu, process.Memory);
        }

        Directory.Delete(folder, recursive: true);
        return start;
    }

    /// <summary>The making of its folder is not counted.</summary>
    private static async Task<Start[]> PostgresAsync(BenchmarkOptions options, Report report, int round)
    {
        if (round > 1)
        {
            return [];
        }

        await using var server = await PostgresServer.StartAsync(options, report);
        return server is null ? [] : [new Start("PostgreSQL, empty, to the first connection (once)", server.Starting, server.Cpu(), server.Memory)];
    }

    private sealed record Start(string Name, TimeSpan Wall, TimeSpan Cpu, long Memory);
}
