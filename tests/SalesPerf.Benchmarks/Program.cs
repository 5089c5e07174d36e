using SalesPerf.Benchmarks;

// dotnet run -c Release --project tests/SalesPerf.Benchmarks -- [activities]
var activities = args.Length > 0 ? int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 50_000;
await using var bench = await IngestBenchmark.StartAsync();
foreach (var size in new[] { 100, 7, 1 })
{
    await bench.IngestAsync(size, size == 100 ? activities : activities / 10);
}

await bench.ReadScorecardsAsync(20_000);
IngestBenchmark.PrintMemory();
