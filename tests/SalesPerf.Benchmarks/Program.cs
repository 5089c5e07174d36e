using SalesPerf.Benchmarks;
using SalesPerf.Benchmarks.Commissions;
using SalesPerf.Benchmarks.Forecasts;
using SalesPerf.Benchmarks.Growth;
using SalesPerf.Benchmarks.Imports;
using SalesPerf.Benchmarks.Ingest;
using SalesPerf.Benchmarks.Measuring;
using SalesPerf.Benchmarks.Providers;
using SalesPerf.Benchmarks.Reads;
using SalesPerf.Benchmarks.Rebuild;
using SalesPerf.Benchmarks.Scale;
using SalesPerf.Benchmarks.Soak;
using SalesPerf.Benchmarks.Starts;
using SalesPerf.Benchmarks.Webhooks;

if (args is [BareServer.Command])
{
    await BareServer.RunAsync();
    return 0;
}

var comparisons = new (string Name, Func<BenchmarkOptions, Report, Task> Run)[]
{
    ("ingest", IngestComparison.RunAsync),
    ("import", ImportRun.RunAsync),
    ("webhooks", WebhookComparison.RunAsync),
    ("connectors", ConnectorComparison.RunAsync),
    ("reads", ReadComparison.RunAsync),
    ("rebuild", RebuildComparison.RunAsync),
    ("forecast", ForecastComparison.RunAsync),
    ("commission", CommissionComparison.RunAsync),
    ("statements", StatementComparison.RunAsync),
    ("start", StartComparison.RunAsync),
    ("growth", GrowthComparison.RunAsync),
    ("scale", ScaleOnPaper.RunAsync),
};
var options = BenchmarkOptions.Parse(args);
if (options?.Name == "soak")
{
    return await SoakRun.RunAsync(options, new Report()) ? 0 : 1;
}

var chosen = comparisons.Where(comparison => options?.Name == "all" || options?.Name == comparison.Name).ToList();
if (options is null || chosen.Count == 0)
{
    Console.Error.WriteLine(BenchmarkOptions.Usage);
    return 2;
}

var report = new Report();
report.Say($"{Environment.ProcessorCount} cores, .NET {Environment.Version}, {options.Rounds} rounds after the one that warms up, `{string.Join(' ', args)}`.");
foreach (var (name, run) in chosen)
{
    report.Say($"## {name}");
    await run(options, report);
}

if (chosen.Count > 1)
{
    Console.WriteLine($"# Everything once more, to be pasted\n\n{report}");
}

return 0;
