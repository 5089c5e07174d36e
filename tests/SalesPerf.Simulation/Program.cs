using System.Diagnostics;
using System.Globalization;
using SalesPerf.Simulation;
using SalesPerf.Simulation.Mutants;

long Number(string name, long otherwise) =>
    Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? long.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;

string Text(string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : "";

if (args.Contains("--seed"))
{
    var one = SeedRun.Of(Number("--seed", 1), mutant: AllMutants.All.FirstOrDefault(mutant => mutant.Name == Text("--without")), print: args.Contains("--trace") ? Console.WriteLine : null);
    Console.WriteLine($"Seed {one.Seed}: {one.Problem ?? "everything holds"}; trace {one.Fingerprint}");
    return one.Problem is null ? 0 : 1;
}

if (args.Contains("--mutants"))
{
    var named = Text("--of");
    var hunts = MutantHunt.Run(
        [.. AllMutants.All.Where(mutant => mutant.Name.Contains(named, StringComparison.Ordinal))],
        Number("--from", 1),
        (int)Number("--mutants", 100),
        (int)Number("--times", 1),
        Environment.ProcessorCount,
        Console.WriteLine);
    return hunts.All(hunt => hunt.Seeds.Count > 0) ? 0 : 1;
}

var goesOn = args.Contains("--goes-on");
var watch = Stopwatch.StartNew();
var total = SeedRange.Run(Number("--from", 1), Number("--seeds", 100), Environment.ProcessorCount, one => { if (goesOn && one.Problem is not null) { Console.WriteLine($"Seed {one.Seed}: {one.Problem}"); } }, goesOn);
Console.WriteLine(total.Describe(watch.Elapsed));
if (total.Failed is not { } failed || goesOn)
{
    return total.Failed is null ? 0 : 1;
}

Console.WriteLine($"Seed {failed.Seed}: {failed.Problem}");
var (least, omitted) = Shrink.Of(failed);
Console.WriteLine($"With {omitted.Count} things left out it still fails: {least.Problem}");
Console.WriteLine(string.Join('\n', least.Faults.Where(fault => !omitted.Contains(fault)).Select(fault => "  " + fault).Concat(least.Story.Events.Select(one => "  " + one.Json)).Concat(least.Story.Changes.Select(change => $"  {change.Function} {change.Body.ReplaceLineEndings(" ")}"))));
return 1;
