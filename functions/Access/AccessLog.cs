using SalesPerf.Domain.Access;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Access;

/// <summary>
/// Writes down who takes money or addresses of many out of the system: forecasts of others, and people, plans and assignments in full. It is written before the answer is sent: nothing leaves without a record. Kept for two years, a partition a day.
/// </summary>
public sealed class AccessLog(IDocumentStore store, TimeProvider time)
{
    internal const string Kind = "access";

    private const int TimeToLive = 2 * 366 * 24 * 60 * 60;

    /// <param name="principal">Who reads.</param>
    /// <param name="what">What is read, as a word: <c>forecast</c>, <c>people</c>, <c>plans</c>, <c>assignments</c>, <c>model</c>, <c>replay</c>.</param>
    /// <param name="form">As what: <c>csv</c>, <c>json</c>, <c>html</c>.</param>
    /// <param name="query">The filters given.</param>
    /// <param name="count">Rows in the answer.</param>
    /// <param name="cancellationToken">Ends the call, and with it the answer.</param>
    public async Task RecordAsync(Principal principal, string what, string form, Query query, int count, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var entry = new AccessLogEntry(Guid.CreateVersion7(now).ToString("N"), now, principal.Id, principal.KeyId, what, form, new(query.Given, StringComparer.Ordinal), count);
        var document = TypedDocuments.New(Partitions.AccessLog(DateOnly.FromDateTime(now.UtcDateTime)), entry.Id, Kind, now, entry, TimeToLive);
        if (await store.CommitAsync(new DocumentBatch(document.Pk).Create(document), cancellationToken) is CommitResult.Refused refused)
        {
            throw new InvalidOperationException($"The record of an access was refused: {refused.Reason}.");
        }
    }
}

/// <summary>One reading. Ids only.</summary>
/// <param name="Id">Of the record.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Who">Principal id.</param>
/// <param name="KeyId">The key that was shown; <c>oidc</c> for a token.</param>
/// <param name="What">What was read.</param>
/// <param name="Form">As what it was read.</param>
/// <param name="Filter">The query parameters given.</param>
/// <param name="Count">Rows that were answered.</param>
public sealed record AccessLogEntry(
    string Id, DateTimeOffset At, string Who, string KeyId, string What, string Form, SortedDictionary<string, string> Filter, int Count);
