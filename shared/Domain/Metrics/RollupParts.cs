namespace SalesPerf.Domain.Metrics;

/// <summary>Names of the parts of a metric inside a rollup's day. Counts, sums and durations have one part, named after the metric.</summary>
public static class RollupParts
{
    /// <summary>Conversions: deals that entered the first stage.</summary>
    public static string Started(string metric) => metric + "#d";

    /// <summary>Conversions: those of them that reached the second stage, counted on the day they entered the first.</summary>
    public static string Reached(string metric) => metric + "#n";

    /// <summary>Sums of money: how many matched in another currency.</summary>
    public static string LeftOut(string metric) => metric + "#o";
}
