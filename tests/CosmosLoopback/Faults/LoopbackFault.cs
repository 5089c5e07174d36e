namespace SalesPerf.CosmosLoopback.Faults;

/// <summary>What goes wrong.</summary>
public enum FaultKind
{
    /// <summary>A status instead of the work.</summary>
    Answer,

    /// <summary>The first operation of a batch is refused with the status, the others with 424.</summary>
    Refuse,

    /// <summary>The connection breaks before the work.</summary>
    LoseRequest,

    /// <summary>The work is done and the connection breaks before the answer.</summary>
    LoseResponse,

    /// <summary>The work is done and the answer never comes.</summary>
    HangAfter,
}

/// <summary>A fault that the next matching requests meet.</summary>
public sealed record LoopbackFault
{
    public required FaultKind Kind { get; init; }

    /// <summary>The HTTP status of <see cref="FaultKind.Answer"/> and <see cref="FaultKind.Refuse"/>.</summary>
    public int Status { get; init; } = 503;

    /// <summary>The sub-status beside it; 0 for none.</summary>
    public int SubStatus { get; init; }

    /// <summary>What a 429 or 449 asks the client to wait. Null for nothing said.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How many requests meet it. Default 1.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Which requests meet it. Default every request for documents.</summary>
    public Func<LoopbackOperation, bool> When { get; init; } = operation => operation.Kind != OperationKind.Metadata;
}
