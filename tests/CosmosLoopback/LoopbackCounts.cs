namespace SalesPerf.CosmosLoopback;

/// <summary>What an account has answered so far. The difference of two is what happened in between.</summary>
/// <param name="Reads">Point reads.</param>
/// <param name="Queries">Pages of queries.</param>
/// <param name="Commits">Requests that write, refused ones included.</param>
/// <param name="Writes">Documents written or deleted.</param>
/// <param name="Metadata">Requests for account, containers, partition key ranges and query plans.</param>
/// <param name="Failures">Answers of 429, 449 and 5xx, and answers withheld.</param>
/// <param name="BytesIn">Bytes of request bodies.</param>
/// <param name="BytesOut">Bytes of answers' bodies.</param>
/// <param name="BytesWritten">Bytes of the documents written.</param>
/// <param name="ChargeEstimate">An estimate in request units, from the published prices of reads and writes by size; never to be asserted.</param>
public readonly record struct LoopbackCounts(
    long Reads, long Queries, long Commits, long Writes, long Metadata, long Failures, long BytesIn, long BytesOut, long BytesWritten, double ChargeEstimate)
{
    /// <summary>Requests for documents.</summary>
    public long Requests => Reads + Queries + Commits;

    public static LoopbackCounts operator +(LoopbackCounts left, LoopbackCounts right) => new(
        left.Reads + right.Reads,
        left.Queries + right.Queries,
        left.Commits + right.Commits,
        left.Writes + right.Writes,
        left.Metadata + right.Metadata,
        left.Failures + right.Failures,
        left.BytesIn + right.BytesIn,
        left.BytesOut + right.BytesOut,
        left.BytesWritten + right.BytesWritten,
        left.ChargeEstimate + right.ChargeEstimate);

    public static LoopbackCounts operator -(LoopbackCounts left, LoopbackCounts right) => new(
        left.Reads - right.Reads,
        left.Queries - right.Queries,
        left.Commits - right.Commits,
        left.Writes - right.Writes,
        left.Metadata - right.Metadata,
        left.Failures - right.Failures,
        left.BytesIn - right.BytesIn,
        left.BytesOut - right.BytesOut,
        left.BytesWritten - right.BytesWritten,
        left.ChargeEstimate - right.ChargeEstimate);

    public static LoopbackCounts Add(LoopbackCounts left, LoopbackCounts right) => left + right;

    public static LoopbackCounts Subtract(LoopbackCounts left, LoopbackCounts right) => left - right;
}
