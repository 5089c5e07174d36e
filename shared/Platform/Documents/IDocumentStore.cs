namespace SalesPerf.Platform.Documents;

/// <summary>
/// JSON documents in one container, partitioned by <see cref="Document.Pk"/>: what Azure Cosmos DB promises and nothing wider.
/// There is no query across partitions and no order except that of <see cref="Document.Sort"/> inside one partition and kind.
/// A store that is busy or away throws <see cref="TimeoutException"/>.
/// </summary>
public interface IDocumentStore : IDocumentReader
{
    /// <summary>
    /// Reads for showing read models: they hold whatever this process has committed or seen; what others committed may come a moment later. Never to
    /// decide by: handlers and commands read from the store itself, which shows every commit from its answer on.
    /// </summary>
    IDocumentReader SessionReads => this;

    /// <summary>
    /// Applies up to 100 operations and 2 MB in one partition, all or nothing. A refusal names the first operation refused.
    /// Any other failure throws, and the caller must treat the outcome as unknown. No id may appear twice in a batch.
    /// </summary>
    Task<CommitResult> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken);
}
