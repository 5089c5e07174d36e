using System.Globalization;
using SalesPerf.Benchmarks;

// dotnet run -c Release --project tests/SalesPerf.Benchmarks -- [ingest|forecast|all] [activities]
var what = args.Length > 0 ? args[0] : "all";
if (what is "ingest" or "all")
{
    var activities = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 50_000;
    await using var bench = await IngestBenchmark.StartAsync();
    foreach (var size in new[] { 100, 7, 1 })
    {
        await bench.IngestAsync(size, size == 100 ? activities : activities / 10);
    }

    await bench.ReadScorecardsAsync(20_000);
    IngestBenchmark.PrintMemory();
}

if (what is "forecast" or "all")
{
    foreach (var deals in new[] { 20, 200 })
    {
        ForecastBenchmark.Run(deals, rounds: 200);
    }
}
