namespace SalesPerf.Platform.Documents;

/// <summary>
/// A document as the platform knows it: an envelope around a JSON body.
/// </summary>
/// <param name="Pk">Partition key, at most 2,048 bytes.</param>
/// <param name="Id">Unique in its partition, at most 1,023 bytes, without <c>/ \ ? # %</c> and control characters; neither <c>.</c> nor <c>..</c>.</param>
/// <param name="Kind">What the body is; ranges are over one kind.</param>
/// <param name="At">The instant ranges order by.</param>
/// <param name="Rev">1 at creation, raised by one at every replace.</param>
/// <param name="Body">One JSON value, UTF-8.</param>
/// <param name="TimeToLive">Seconds after the last write until the document is absent to reads and creates; null never expires.</param>
/// <param name="ETag">Opaque version of a stored document; null before it is stored.</param>
public sealed record Document(
    string Pk,
    string Id,
    string Kind,
    DateTimeOffset At,
    long Rev,
    ReadOnlyMemory<byte> Body,
    int? TimeToLive = null,
    string? ETag = null)
{
    /// <summary>The order inside a partition: <c>{kind}~{at}~{id}</c>, ordinal.</summary>
    public string Sort => DocumentSort.Key(Kind, At, Id);
}
