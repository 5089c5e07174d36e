using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.DeadLetters;

/// <summary>Which dead documents are asked for: days, source, queue, and a text that reason, key or body hold, whatever its case.</summary>
internal sealed record DeadDocumentFilter(DateOnly From, DateOnly To, string? Source, string? Queue, string? Text, Paging Paging)
{
    /// <summary>The names that a query may have.</summary>
    public static readonly string[] Names = ["from", "to", "source", "queue", "text", Paging.SizeName, Paging.CursorName];

    /// <exception cref="ProblemException">400 for what cannot be understood; 404 for a source or queue there is not.</exception>
    public static async Task<DeadDocumentFilter> ReadAsync(Query query, ModelDirectory directory, TimeProvider time, CancellationToken cancellationToken)
    {
        var to = query.Date("to") ?? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var filter = new DeadDocumentFilter(
            query.Date("from") ?? to.AddDays(-DatedPages.DefaultDays), to, query.Text("source"), query.Text("queue"), query.Text("text"), new Paging(query));
        var isKnown = (filter.Source is null || (await directory.GetAsync(cancellationToken)).Model.Sources.ContainsKey(filter.Source))
            && (filter.Queue is null || Queues.All.Contains(filter.Queue));
        return isKnown ? filter : throw Problems.NotFound().ToException();
    }

    public Task<(IReadOnlyList<DeadDocument> Items, string? Cursor)> PageAsync(IDocumentStore store, Func<DeadDocument, bool> isWanted, CancellationToken cancellationToken) =>
        DatedPages.ReadAsync<DeadDocument>(
            store, Partitions.Dead, DeadDocuments.Kind, From, To, Paging.Continuation, Paging.Size, item => Matches(item) && isWanted(item), cancellationToken);

    private bool Matches(DeadDocument dead) =>
        (Source is null || dead.Source == Source)
        && (Queue is null || dead.Queue == Queue)
        && (Text is null || Holds(dead.Reason) || Holds(dead.Key) || Holds(dead.Body));

    private bool Holds(string? text) => text?.Contains(Text!, StringComparison.OrdinalIgnoreCase) == true;
}
