namespace SalesPerf.Simulation;

/// <summary>Leaves out of a failing run what it fails without: faults, events, changes.</summary>
internal static class Shrink
{
    private const int MaxRuns = 400;

    /// <returns>The run that still fails with the least, and what is left out of it.</returns>
    public static (SeedResult Result, IReadOnlySet<string> Omitted) Of(SeedResult failed)
    {
        var (best, omitted, runs) = (failed, new HashSet<string>(StringComparer.Ordinal), 0);
        for (var size = 64; size >= 1; size /= 2)
        {
            var candidates = best.Story.Events.Select(one => one.Id).Concat(Enumerable.Range(1, 5).Select(change => $"change {change}")).Concat(best.Faults).Where(name => !omitted.Contains(name));
            foreach (var some in candidates.Chunk(size).ToList())
            {
                var tried = omitted.Concat(some).ToHashSet(StringComparer.Ordinal);
                if (++runs > MaxRuns)
                {
                    return (best, omitted);
                }

                var result = SeedRun.Of(failed.Seed, tried);
                if (result.Problem is not null)
                {
                    (best, omitted) = (result, tried);
                }
            }
        }

        return (best, omitted);
    }
}
