using System.Diagnostics;
using Xunit.Abstractions;

namespace SalesPerf.Simulation.Tests;

/// <summary>Many runs with all that can go wrong, the same ones every time.</summary>
public sealed class SeedTests(ITestOutputHelper output)
{
    internal const long First = 20_261_122;
    private const int Few = 20;
    private const int Many = 120;

    internal static readonly int Threads = Math.Min(2, Environment.ProcessorCount);

    private static readonly int Count = Environment.GetEnvironmentVariable("SALESPERF_FULL") is { Length: > 0 } ? Many : Few;

    [Fact]
    public void Given_everything_that_goes_wrong_when_it_is_over_then_every_event_counts_once()
    {
        var watch = Stopwatch.StartNew();
        var totals = SeedRange.Run(First, Count, Threads, _ => { });
        output.WriteLine(totals.Describe(watch.Elapsed));
        Assert.True(totals.Failed is null, $"Seed {totals.Failed?.Seed}: {totals.Failed?.Problem}\ndotnet run --project tests/SalesPerf.Simulation -- --from {totals.Failed?.Seed} --seeds 1");
        Assert.Equal(Count, totals.Seeds);
    }

    [Fact]
    public void Given_a_seed_when_run_again_then_it_does_the_same_to_the_letter()
    {
        for (var seed = First; seed < First + 2; seed++)
        {
            var lines = new List<string>();
            var again = new List<string>();
            var (one, other) = (SeedRun.Of(seed, print: lines.Add), SeedRun.Of(seed, print: again.Add));
            Assert.Equal(lines, again);
            Assert.Equal(one.Fingerprint, other.Fingerprint);
            Assert.NotEqual(one.Fingerprint, SeedRun.Of(seed + 100).Fingerprint);
        }
    }

    /// <summary>Another process has other hash codes of texts: nothing may go in their order.</summary>
    [Fact]
    public async Task Given_a_seed_when_another_process_runs_it_then_it_does_the_same_to_the_letter()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(SeedRun).Assembly.Location, "--seed", $"{First}"]) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Contains($"everything holds; trace {SeedRun.Of(First).Fingerprint}", said, StringComparison.Ordinal);
    }
}
