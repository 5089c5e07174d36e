using System.Globalization;

namespace SalesPerf.Simulation.Mutants;

/// <summary>Runs seed after seed of each mutant until one finds it.</summary>
internal static class MutantHunt
{
    /// <param name="mutants">Which.</param>
    /// <param name="from">The first seed.</param>
    /// <param name="seeds">How many seeds each has.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="done">Told of each, as it ends.</param>
    public static IReadOnlyList<Hunted> Run(IReadOnlyList<Mutant> mutants, long from, int seeds, int threads, Action<Hunted> done)
    {
        var found = new Hunted[mutants.Count];
        var next = -1;
        var workers = Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            for (var i = Interlocked.Increment(ref next); i < found.Length; i = Interlocked.Increment(ref next))
            {
                done(found[i] = Hunt(mutants[i], from, seeds));
            }
        })).ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());
        return found;
    }

    private static Hunted Hunt(Mutant mutant, long from, int seeds)
    {
        for (var tried = 1; tried <= seeds; tried++)
        {
            if (SeedRun.Of(from + tried - 1, mutant: mutant).Problem is { } problem)
            {
                return new Hunted(mutant.Name, tried, problem);
            }
        }

        return new Hunted(mutant.Name, null, "");
    }
}

/// <summary>What became of a mutant.</summary>
/// <param name="Mutant">Its name.</param>
/// <param name="Seeds">How many it took to find it; null when none did.</param>
/// <param name="Problem">What was found.</param>
internal sealed record Hunted(string Mutant, int? Seeds, string Problem)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(Seeds is { } seeds ? $"{seeds,4} seeds" : "SURVIVES  ")}  {Mutant}: {Problem.ReplaceLineEndings(" ")[..Math.Min(160, Problem.ReplaceLineEndings(" ").Length)]}");
}
