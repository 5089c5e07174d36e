using System.Collections.Concurrent;
using System.Globalization;
using SalesPerf.Simulation.Engine;
using SalesPerf.Simulation.Feed;

namespace SalesPerf.Simulation.Mutants;

/// <summary>Runs seed after seed of each mutant until enough have found it.</summary>
internal static class MutantHunt
{
    /// <param name="mutants">Which.</param>
    /// <param name="from">The first seed.</param>
    /// <param name="seeds">How many seeds each has.</param>
    /// <param name="times">How many seeds must find it.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="done">Told of each, as it ends.</param>
    public static IReadOnlyList<Hunted> Run(IReadOnlyList<Mutant> mutants, long from, int seeds, int times, int threads, Action<Hunted> done)
    {
        var found = new Hunted[mutants.Count];
        var calm = new ConcurrentDictionary<long, Lazy<CalmRun>>();
        var next = -1;
        var workers = Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            for (var i = Interlocked.Increment(ref next); i < found.Length; i = Interlocked.Increment(ref next))
            {
                done(found[i] = Hunt(mutants[i], from, seeds, times, seed => calm.GetOrAdd(seed, one => new(() => CalmRun.Of(Story.Of(new Chance(one), new HashSet<string>())))).Value));
            }
        })).ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());
        return found;
    }

    private static Hunted Hunt(Mutant mutant, long from, int seeds, int times, Func<long, CalmRun> calm)
    {
        var (tried, found, problem) = (0, new List<long>(), "");
        for (var seed = from; seed < from + seeds; seed++)
        {
            tried++;
            if (SeedRun.Of(seed, mutant: mutant, calm: calm(seed)).Problem is { } one)
            {
                found.Add(seed);
                problem = one;
                if (found.Count == times)
                {
                    break;
                }
            }
        }

        return new Hunted(mutant.Name, tried, found, problem);
    }
}

/// <summary>What became of a mutant.</summary>
/// <param name="Mutant">Its name.</param>
/// <param name="Tried">How many seeds were tried.</param>
/// <param name="Seeds">Those that found it.</param>
/// <param name="Problem">What the last of them found.</param>
internal sealed record Hunted(string Mutant, int Tried, IReadOnlyList<long> Seeds, string Problem)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(Seeds.Count > 0 ? $"{Seeds.Count} of {Tried} seeds" : $"SURVIVES {Tried} seeds")} {Mutant} ({string.Join(' ', Seeds)}): {Problem.ReplaceLineEndings(" ")[..Math.Min(160, Problem.ReplaceLineEndings(" ").Length)]}");
}
