namespace SalesPerf.CosmosLoopback.Items;

/// <summary>One operation on one document.</summary>
/// <param name="Kind">Read, create, upsert, replace or delete.</param>
/// <param name="Id">The document; null where the body names it.</param>
/// <param name="Body">The document's text; empty for reads and deletes.</param>
/// <param name="IfMatch">The version it must have, <c>*</c> for any; null for no condition.</param>
/// <param name="IfNoneMatch">The version a reader has already.</param>
/// <param name="IsMinimal">True when what was written need not be answered.</param>
internal sealed record ItemOperation(OperationKind Kind, string? Id, ReadOnlyMemory<byte> Body, string? IfMatch, string? IfNoneMatch, bool IsMinimal);

/// <summary>What became of an operation.</summary>
internal sealed record ItemResult(int Status, int SubStatus = 0, string? ETag = null, ReadOnlyMemory<byte> Json = default)
{
    /// <summary>Bytes of the document read, written or deleted.</summary>
    public int Bytes { get; init; }

    /// <summary>An estimate in request units.</summary>
    public double Charge { get; init; }

    public string? Message { get; init; }

    public bool IsSuccess => Status is >= 200 and < 300;
}
