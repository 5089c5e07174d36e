using Microsoft.Azure.Cosmos;

namespace SalesPerf.CosmosLoopback;

/// <summary>What a request asks for.</summary>
public enum OperationKind
{
    /// <summary>Account, databases, containers, partition key ranges.</summary>
    Metadata,
    Read,
    Query,
    QueryPlan,
    Create,
    Upsert,
    Replace,
    Delete,
    Batch,
}

/// <summary>One request for documents.</summary>
/// <param name="Kind">What it asks for.</param>
/// <param name="Pk">The partition; null for a query that names its partition in its text, and for metadata.</param>
/// <param name="Ids">The documents named: one, or those of a batch; none for a query.</param>
public sealed record LoopbackOperation(OperationKind Kind, string? Pk, IReadOnlyList<string> Ids)
{
    /// <summary>The consistency that a read asks for; null for the account's.</summary>
    public ConsistencyLevel? Consistency { get; init; }

    /// <summary>True for whatever changes documents.</summary>
    public bool IsWrite => Kind is OperationKind.Create or OperationKind.Upsert or OperationKind.Replace or OperationKind.Delete or OperationKind.Batch;
}
