namespace SalesPerf.Platform.Documents;

/// <summary>A range over one kind in one partition.</summary>
/// <param name="Pk">The partition.</param>
/// <param name="Kind">The kind of document.</param>
/// <param name="From">Inclusive; null from the first.</param>
/// <param name="To">Exclusive; null to the last.</param>
/// <param name="Descending">True to walk backwards.</param>
/// <param name="Continuation">Opaque text from the page before; null for the first page. One that was not made by this query is refused with <see cref="ArgumentException"/>.</param>
/// <param name="Size">Documents wanted, 1 to 1,000.</param>
public sealed record RangeQuery(
    string Pk,
    string Kind,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    bool Descending = false,
    string? Continuation = null,
    int Size = 100);

/// <summary>One page of a range. <paramref name="Continuation"/> is null on the last page.</summary>
public sealed record DocumentPage(IReadOnlyList<Document> Items, string? Continuation);
