using SalesPerf.Simulation.Mutants;
using Xunit.Abstractions;

namespace SalesPerf.Simulation.Tests;

/// <summary>The test of the test: the app without one of the things that keep it right is found out.</summary>
public sealed class MutantTests(ITestOutputHelper output)
{
    private const int MaxSeeds = 150;

    [Fact]
    public void Given_the_app_without_one_thing_that_keeps_it_right_when_seeds_are_run_then_one_finds_out()
    {
        var hunts = MutantHunt.Run(AllMutants.All, SeedTests.First, MaxSeeds, times: 1, SeedTests.Threads, _ => { });
        output.WriteLine(string.Join('\n', hunts));
        Assert.Empty(hunts.Where(hunt => hunt.Seeds.Count == 0).Select(hunt => hunt.Mutant));
    }
}
