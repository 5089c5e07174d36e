namespace SalesPerf.CosmosLoopback.Items;

/// <summary>Request units as the service's price pages have them: 1 for reading a kilobyte and 10 for 100, about 5.5 and 55 for writing one with two short paths indexed, twice that for a replace.</summary>
internal static class Charges
{
    public const double Refused = 1.5;

    public static double Read(int bytes) => 1 + (0.09 * Math.Max(0, (bytes / 1024d) - 1));

    public static double Write(int bytes) => 5.5 + (0.5 * Math.Max(0, (bytes / 1024d) - 1));

    public static double Query(long bytes, int items) => 2.3 + (0.03 * items) + (0.1 * bytes / 1024d);
}
