using System.Buffers;

namespace SalesPerf.Domain.Forecasts;

/// <summary>
/// Values that come as runs, each in order already, to be put in order as a whole: much less work than sorting them. The room is rented, since it is
/// large and soon done with.
/// </summary>
internal sealed class SortedRuns : IDisposable
{
    private readonly int count;
    private readonly long[] valueRoom;
    private readonly double[] massRoom;
    private int length;
    private bool isSecondHalf;

    /// <param name="count">Number of values.</param>
    /// <param name="length">How long the runs are; the last may be shorter.</param>
    public SortedRuns(int count, int length)
    {
        (this.count, this.length) = (count, length);
        (valueRoom, massRoom) = (ArrayPool<long>.Shared.Rent(2 * count), ArrayPool<double>.Shared.Rent(2 * count));
    }

    public Span<long> Values => valueRoom.AsSpan(isSecondHalf ? count : 0, count);

    /// <summary>What belongs to each value; goes along with it.</summary>
    public Span<double> Masses => massRoom.AsSpan(isSecondHalf ? count : 0, count);

    /// <summary>Merges neighbouring runs until there is one. Equal values stay in the order of their runs.</summary>
    public void Merge()
    {
        for (; length < count; length *= 2)
        {
            var values = Values;
            var masses = Masses;
            isSecondHalf = !isSecondHalf;
            for (var start = 0; start < count; start += 2 * length)
            {
                Merge(values, masses, start, Math.Min(start + length, count), Math.Min(start + (2 * length), count), Values, Masses);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<long>.Shared.Return(valueRoom);
        ArrayPool<double>.Shared.Return(massRoom);
    }

    private static void Merge(Span<long> values, Span<double> masses, int left, int middle, int end, Span<long> toValues, Span<double> toMasses)
    {
        var right = middle;
        for (var at = left; at < end; at++)
        {
            var from = right >= end || (left < middle && values[left] <= values[right]) ? left++ : right++;
            (toValues[at], toMasses[at]) = (values[from], masses[from]);
        }
    }
}
