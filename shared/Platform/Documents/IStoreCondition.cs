namespace SalesPerf.Platform.Documents;

/// <summary>An engine that knows when its own disk or file fails. One whose service sees to that registers none.</summary>
public interface IStoreCondition
{
    /// <summary>What is wrong, for whoever runs the host; null when nothing is. What could not be written to is tried first.</summary>
    Task<string?> FaultAsync(CancellationToken cancellationToken);
}
