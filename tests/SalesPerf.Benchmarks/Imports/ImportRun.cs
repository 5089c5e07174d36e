using System.Diagnostics;
using System.Globalization;
using SalesPerf.Benchmarks.Feeds;
using SalesPerf.Benchmarks.Measuring;
using SalesPerf.Benchmarks.Ours;
using SalesPerf.Local.Imports;

namespace SalesPerf.Benchmarks.Imports;

/// <summary>
/// An export of a million rows by the command line, from the first row to the last that is ingested, and once more when all of it is held. Host and command are one process, whose
/// largest working set is said.
/// </summary>
internal static class ImportRun
{
    private const string Keys = """{"columns":{"eventId":"id","type":"kind","time":"when","owner":"owner","account":"account","contact":"contact"},"attributes":{"direction":"direction"}}""";

    /// <summary>No keys, and of each time the day: what one person did of one type on one day is told apart by account and contact.</summary>
    private const string Days = """{"time":"yyyy-MM-dd","zone":"Etc/UTC","columns":{"type":"kind","time":"day","owner":"owner","account":"account","contact":"contact"},"attributes":{"direction":"direction"}}""";

    public static async Task RunAsync(BenchmarkOptions options, Report report)
    {
        if (!options.IsShuffled)
        {
            await RunAsync(options, report, "", Keys);
            return;
        }

        await RunAsync(options, report, " in no order", Keys);
        await RunAsync(options, report, " in no order, without keys, with days for times", Days);
    }

    private static async Task RunAsync(BenchmarkOptions options, Report report, string what, string columns)
    {
        var count = options.Of(1_000_000);
        var folder = Directory.CreateTempSubdirectory("salesperf-import-");
        var (export, mapping) = (Path.Combine(folder.FullName, "export.csv"), Path.Combine(folder.FullName, "mapping.json"));
        await File.WriteAllTextAsync(mapping, columns);
        await WriteAsync(export, count, options.IsShuffled);
        await using var ours = await OurHost.StartAsync();
        using var process = Process.GetCurrentProcess();
        var rows = new List<string[]>();
        foreach (var name in new[] { "all of it new", "all of it held" })
        {
            var lap = Lap.Start();
            using var output = new StringWriter();
            using var error = new StringWriter();
            var code = await ImportCommand.RunAsync(
                ["import", export, "--source", ActivityFeed.Source, "--mapping", mapping, "--url", ours.Http.BaseAddress!.ToString(), "--key", OurHost.AdminKey], output, error, TimeProvider.System);
            var sample = lap.Take(name, count);
            if (code != 0)
            {
                throw new InvalidOperationException($"The import ended with {code}: {error}{output}");
            }

            process.Refresh();
            rows.Add([name, Report.Text(sample.PerSecond), Report.Text(sample.CpuMicroseconds), Report.Text(process.PeakWorkingSet64 / 1024d / 1024d)]);
            report.Say(output.ToString().TrimEnd().Split('\n')[^1]);
        }

        report.Add(string.Create(CultureInfo.InvariantCulture, $"Import of {count:N0} rows{what} ({new FileInfo(export).Length / 1024 / 1024} MB), ingested"), ["rows", "rows a second", "µs of CPU a row", "largest working set, MB"], rows);
        folder.Delete(recursive: true);
    }

    private static async Task WriteAsync(string file, int count, bool isShuffled)
    {
        int[] numbers = [.. Enumerable.Range(0, count)];
        if (isShuffled)
        {
            new Random(1).Shuffle(numbers);
        }

        await using var text = new StreamWriter(file);
        await text.WriteLineAsync($"id,kind,when,{(isShuffled ? "day," : "")}owner,account,contact,direction");
        var at = new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        foreach (var row in numbers)
        {
            await text.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"row-{row},{(row % 3 == 0 ? "email.sent" : "call.completed")},{at.AddSeconds(row * 30L):yyyy-MM-dd'T'HH:mm:ss'Z'},{(isShuffled ? $"{at.AddSeconds(row * 30L):yyyy-MM-dd}," : "")}{ActivityFeed.Owner(row * 7 % ActivityFeed.People)},account-{row * 31 % 5_000},contact-{row * 17 % 20_000},{(row % 2 == 0 ? "in" : "out")}"));
        }
    }
}
