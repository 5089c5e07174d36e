using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.People;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.People;

/// <summary>Lists CRM identities that nobody claims: their activity is kept and counts for whoever claims them.</summary>
[Requires(AccessAction.ReadResources)]
public sealed class ListUnassignedIdentities(IDocumentStore store, Authorize authorize)
{
    /// <summary>Identities are looked through in order; one request looks at no more than this many pages of them.</summary>
    private const int MaxPages = 20;

    [Function(nameof(ListUnassignedIdentities))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/identities/unassigned")] HttpRequest request, CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ReadResources, cancellationToken);
        var paging = new Paging(new Query(request, Paging.SizeName, Paging.CursorName));
        var range = new RangeQuery(Partitions.People, IdentityDocuments.Kind);
        var page = await paging.ReadAsync(store, range, cancellationToken);
        var found = Unassigned(page);

        // Most identities are claimed as a rule: pages are read on until there is enough to show.
        for (var pages = 1; found.Count < paging.Size && page.Continuation is not null && pages < MaxPages; pages++)
        {
            var rest = range with { Continuation = page.Continuation, Size = Paging.MaxSize };
            page = await store.RangeAsync(rest, cancellationToken);
            var more = Unassigned(page);
            var wanted = paging.Size - found.Count;
            if (more.Count > wanted)
            {
                // The next page begins after the last that is shown.
                var shown = page.Items.Index().Where(item => IsUnassigned(item.Item)).ElementAt(wanted - 1).Index + 1;
                page = await store.RangeAsync(rest with { Size = shown }, cancellationToken);
                more = Unassigned(page);
            }

            found.AddRange(more);
        }

        return Reply.Json(new Page<Identity>(found, paging.NextLink(page.Continuation)));
    }

    private static List<Identity> Unassigned(DocumentPage page) =>
        [.. page.Items.Where(IsUnassigned).Select(document => TypedDocuments.Open<Identity>(document).Value)];

    private static bool IsUnassigned(Document document) => TypedDocuments.Open<Identity>(document).Value.Person is null;
}
