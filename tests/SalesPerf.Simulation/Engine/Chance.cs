namespace SalesPerf.Simulation.Engine;

/// <summary>
/// What a seed decides. A decision depends on the seed, on what it is about and on how often that was asked before, and on nothing else: leaving one fault
/// out changes little of the rest.
/// </summary>
internal sealed class Chance(long seed)
{
    private readonly Dictionary<string, int> asked = new(StringComparer.Ordinal);

    /// <param name="about">What is decided.</param>
    public Dice About(string about)
    {
        var count = asked[about] = asked.GetValueOrDefault(about) + 1;
        unchecked
        {
            var hash = 14695981039346656037UL ^ (ulong)seed * 0x9E3779B97F4A7C15UL;
            foreach (var letter in about)
            {
                hash = (hash ^ letter) * 1099511628211UL;
            }

            return new Dice((hash ^ (ulong)count) * 1099511628211UL, count);
        }
    }
}

/// <summary>A row of random numbers (SplitMix64).</summary>
/// <param name="state">Where it begins.</param>
/// <param name="count">The how-many-eth decision about the same.</param>
internal struct Dice(ulong state, int count)
{
    private ulong state = state;

    public readonly int Count => count;

    public ulong Next()
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15UL;
            var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
            return mixed ^ (mixed >> 31);
        }
    }

    /// <summary>0 inclusive to 1 exclusive.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>0 to <paramref name="count"/> − 1.</summary>
    public int Below(int count) => (int)(Next() % (ulong)count);

    public bool Is(double probability) => Unit() < probability;

    public T Of<T>(params IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    public void Shuffle<T>(IList<T> items)
    {
        for (var i = items.Count - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
