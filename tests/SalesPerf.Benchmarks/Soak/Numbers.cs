namespace SalesPerf.Benchmarks.Soak;

/// <summary>Numbers from 0 on in blocks; within a block in any order, so that events come before those they follow.</summary>
/// <param name="block">How many numbers a block has. It holds whole deals.</param>
/// <param name="random">Shuffles.</param>
internal sealed class Numbers(int block, Random random)
{
    private readonly Queue<long> waiting = new();

    /// <summary>All below this were given out, once no block is begun and not finished.</summary>
    public long Given { get; private set; }

    public bool IsBetweenBlocks => waiting.Count == 0;

    public long[] Next(int count) => [.. Enumerable.Range(0, count).Select(_ => Next())];

    /// <summary>What is left of the block, as far as so many.</summary>
    public long[] Rest(int count) => Next(Math.Min(count, waiting.Count));

    private long Next()
    {
        if (waiting.Count == 0)
        {
            var numbers = Enumerable.Range(0, block).Select(i => Given + i).ToArray();
            random.Shuffle(numbers);
            foreach (var number in numbers)
            {
                waiting.Enqueue(number);
            }

            Given += block;
        }

        return waiting.Dequeue();
    }
}
