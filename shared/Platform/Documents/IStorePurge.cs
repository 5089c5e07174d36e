namespace SalesPerf.Platform.Documents;

/// <summary>An engine whose files hold what was deleted until it is written over. One whose service sees to that registers none.</summary>
public interface IStorePurge
{
    /// <summary>Returns when no file of the store holds anything that was deleted or replaced before the call. Writes wait meanwhile.</summary>
    /// <exception cref="TimeoutException">Somebody still reads what is to go: try again.</exception>
    Task PurgeAsync(CancellationToken cancellationToken);
}
