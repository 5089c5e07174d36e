using SalesPerf.CosmosLoopback;

namespace SalesPerf.Benchmarks.Scale;

/// <summary>What one thing asked of Cosmos DB and of the broker, counted where the requests arrive.</summary>
/// <param name="Name">The thing.</param>
/// <param name="Times">How often it was done.</param>
/// <param name="Store">Of all of them.</param>
/// <param name="Sent">Messages of all of them.</param>
internal sealed record MeasuredCost(string Name, int Times, LoopbackCounts Store, long Sent)
{
    /// <summary>Estimated by the published prices of reads and writes.</summary>
    public double Units => Store.ChargeEstimate / Times;

    public double Messages => (double)Sent / Times;

    public double Bytes => (double)Store.BytesWritten / Times;
}
