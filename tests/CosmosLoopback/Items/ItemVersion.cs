namespace SalesPerf.CosmosLoopback.Items;

/// <summary>A document as one commit left it.</summary>
/// <param name="Lsn">The commit.</param>
/// <param name="Json">What is answered, system properties included; empty when the commit deleted it.</param>
/// <param name="Sort">Its <c>sort</c> property, where that is text.</param>
/// <param name="ETag">Its version.</param>
/// <param name="Expires">The second from which it is absent; null never.</param>
internal sealed record ItemVersion(long Lsn, ReadOnlyMemory<byte> Json, string? Sort, string ETag, long? Expires)
{
    public bool IsDeleted => Json.IsEmpty;

    public bool IsThere(long now) => !IsDeleted && !(now >= Expires);
}
