namespace SalesPerf.Benchmarks.Measuring;

/// <summary>One round of one contender; the number tells rounds apart, 0 is the one that warms up.</summary>
internal delegate Task<IReadOnlyList<Sample>> Contender(int round);

/// <summary>Contenders in alternating rounds on the same cores: each round begins with another one, and the round that warms up is not counted.</summary>
internal static class Comparison
{
    /// <param name="title">What is compared, and in what.</param>
    /// <param name="options">How many rounds.</param>
    /// <param name="report">Where the table goes.</param>
    /// <param name="contenders">Ours first: others are set against its first sample.</param>
    public static async Task RunAsync(string title, BenchmarkOptions options, Report report, params Contender[] contenders)
    {
        var names = new List<string>();
        var samples = new List<Sample>();
        for (var round = 0; round <= options.Rounds; round++)
        {
            for (var i = 0; i < contenders.Length; i++)
            {
                GC.Collect();
                var taken = await contenders[(i + round) % contenders.Length](round);
                names.AddRange(taken.Select(sample => sample.Name).Except(names));
                samples.AddRange(round == 0 ? [] : taken);
            }
        }

        report.Add(title, [.. names.Select(name => samples.Where(sample => sample.Name == name).ToArray())]);
    }

    /// <summary>Ends the comparison when two answers differ: what is not the same work is not compared.</summary>
    public static void RequireEqual<T>(string what, T ours, T theirs)
    {
        if (!EqualityComparer<T>.Default.Equals(ours, theirs))
        {
            throw new InvalidOperationException($"{what}: ours is {ours}, theirs {theirs}.");
        }
    }
}
