using SalesPerf.Simulation.Checks;
using SalesPerf.Simulation.Engine;
using SalesPerf.Simulation.Feed;
using SalesPerf.Simulation.Mutants;

namespace SalesPerf.Simulation;

/// <summary>
/// One seed: a story told with everything that goes wrong, and told once more in order on an instance to which nothing happens. Both must end the same.
/// </summary>
internal static class SeedRun
{
    /// <param name="seed">The seed.</param>
    /// <param name="omitted">Names of faults, events and changes that are left out.</param>
    /// <param name="mutant">What the app is without.</param>
    /// <param name="print">Shows what happens.</param>
    /// <param name="calm">The run without faults, where it is known already.</param>
    public static SeedResult Of(long seed, IReadOnlySet<string>? omitted = null, Mutant? mutant = null, Action<string>? print = null, CalmRun? calm = null)
    {
        omitted ??= new HashSet<string>();
        var chance = new Chance(seed);
        var story = Story.Of(chance, omitted);
        calm ??= CalmRun.Of(story);

        // What awaits is to go on where the run says, and nowhere else.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var world = story.IsSlow
                ? new World(Organisation.Start, chance, new Faults(chance, omitted) { LeastLate = 0.15 }, Organisation.Documents(), print) { Lateness = 4 * 24 * 60, Latest = Telling.SlowUntil, Mutant = mutant }
                : new World(Organisation.Start, chance, new Faults(chance, omitted), Organisation.Documents(), print) { Mutant = mutant };
            var problem = calm.Problem ?? ProblemOf(world, story, calm);
            return new SeedResult(seed, problem, world.Faults.Happened, story, world.Faults.Counts, world.Counts, world.Trace.Fingerprint);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private static string? ProblemOf(World world, Story story, CalmRun calm)
    {
        try
        {
            var (comparison, books) = (new Comparison(), new BooksCheck(story));
            var moment = 0;
            new Telling(world, story).Run((when, part, withRollups, isLater) =>
            {
                Invariants.Check(when, world, story, part, isLater);
                books.Look(when, world, part);
                comparison.Compare(when, calm.Moments[moment++], Snapshot.Of(world.Documents, withRollups, story));
            });
            Invariants.CheckDeliveries(world, calm);
            DigestCheck.Check(world, calm);
            Oracle.Check(world, story);
            books.End(world);
            CreditOracle.Check(world, story);
            Visibility.Check(world, story);
            return null;
        }
        catch (BrokenInvariantException broken)
        {
            return broken.Message;
        }
        catch (InvalidOperationException failure)
        {
            return failure.ToString();
        }
    }
}

/// <summary>How a seed ended.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Problem">What does not hold; null when all does.</param>
/// <param name="Faults">What went wrong, by name.</param>
/// <param name="Story">What was told.</param>
/// <param name="FaultCounts">How often each kind of fault happened.</param>
/// <param name="Counts">What was done.</param>
/// <param name="Fingerprint">Of the trace: equal for equal runs.</param>
internal sealed record SeedResult(
    long Seed, string? Problem, IReadOnlyList<string> Faults, Story Story, IReadOnlyDictionary<FaultKind, int> FaultCounts, Counts Counts, string Fingerprint);
