namespace SalesPerf.CosmosLoopback;

/// <summary>A request that is answered with an error.</summary>
internal sealed class Refused(int status, string message, int subStatus = 0) : Exception(message)
{
    public int Status => status;

    public int SubStatus => subStatus;

    public TimeSpan? RetryAfter { get; init; }
}
