using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Bookkeeping;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>Everybody's disputes with what was said, the last raised first; of one state alone where it is asked for.</summary>
[Requires(AccessAction.ManageBooks)]
public sealed class ListAllDisputes(Authorize authorize, IDocumentStore store, DisputeIndex index, KeptTexts texts, AccessLog log)
{
    /// <summary>One request looks at no more than this many pages; with a state there may be a next page after an empty one.</summary>
    private const int MaxPages = 10;

    private static readonly string[] States = [Dispute.Open, Dispute.UnderReview, Dispute.Escalated, Dispute.Resolved];

    [Function(nameof(ListAllDisputes))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/disputes")] HttpRequest request, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ManageBooks, cancellationToken);
        var query = new Query(request, "state", Paging.SizeName, Paging.CursorName);
        var paging = new Paging(query);
        var state = query.Text("state");
        if (state is not null && !States.Contains(state))
        {
            return Problems.BadQuery("state", $"A state is one of {string.Join(", ", States)}.");
        }

        var range = new RangeQuery(Partitions.Disputes, DisputeIndex.Kind, Descending: true);
        var page = await paging.ReadAsync(store, range, cancellationToken);
        var found = await OfStateAsync(page, state, cancellationToken);
        for (var pages = 1; found.Count < paging.Size && page.Continuation is not null && pages < MaxPages; pages++)
        {
            // No more than what is wanted, so that the next page begins after the last that is shown.
            page = await store.RangeAsync(range with { Continuation = page.Continuation, Size = paging.Size - found.Count }, cancellationToken);
            found.AddRange(await OfStateAsync(page, state, cancellationToken));
        }

        var items = new List<ListedDispute>();
        var said = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var person in found.GroupBy(dispute => dispute.Person, StringComparer.Ordinal))
        {
            said[person.Key] = await texts.ReadAsync(Partitions.Rep(person.Key), person.SelectMany(dispute => dispute.Steps).Select(step => step.ReasonHash), cancellationToken);
        }

        items.AddRange(found.Select(dispute => ListedDispute.Of(dispute, said[dispute.Person])));
        await log.RecordAsync(principal, "disputes", "json", query, items.Count, cancellationToken);
        return Reply.Json(new Page<ListedDispute>(items, paging.NextLink(page.Continuation)));
    }

    private async Task<List<Dispute>> OfStateAsync(DocumentPage page, string? state, CancellationToken cancellationToken) =>
        [.. (await index.OpenAsync(page.Items, cancellationToken)).Where(dispute => state is null || dispute.State == state)];
}
