namespace SalesPerf.Domain.Metrics;

/// <summary>What a rollup holds of one metric on one day: mergeable, and the same in whatever order things are added.</summary>
/// <param name="Count">Matching things.</param>
/// <param name="Sum">Sum of their field; 0 for counts; days for durations. Without trailing zeros.</param>
public readonly record struct Tally(long Count, decimal Sum)
{
    public static Tally operator +(Tally a, Tally b) => new(a.Count + b.Count, MetricNumber.Canonical(a.Sum + b.Sum));

    public static Tally operator -(Tally a, Tally b) => new(a.Count - b.Count, MetricNumber.Canonical(a.Sum - b.Sum));

    public static Tally Add(Tally left, Tally right) => left + right;

    public static Tally Subtract(Tally left, Tally right) => left - right;
}
