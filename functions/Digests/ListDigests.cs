using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Digests;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Pages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Digests;

/// <summary>A manager's digests, newest week first, and what became of each mail.</summary>
[Requires(AccessAction.ReadDigest)]
public sealed class ListDigests(Authorize authorize, ModelDirectory directory, IDocumentStore store, TimeProvider time)
{
    [Function(nameof(ListDigests))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/digests/{managerId}")] HttpRequest request,
        string managerId,
        CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        await authorize.RequireAsync(request, AccessAction.ReadDigest, AccessTarget.OfPerson(managerId), today, cancellationToken);
        var paging = new Paging(new Query(request, Paging.SizeName, Paging.CursorName));
        if (!(await directory.GetAsync(cancellationToken)).Model.People.ContainsKey(managerId))
        {
            return Problems.NotFound();
        }

        var page = await paging.ReadAsync(store, new RangeQuery(Partitions.Rep(managerId), DigestDocuments.Kind, Descending: true), cancellationToken);
        var items = page.Items.Select(document => DigestEntry.Of(TypedDocuments.Open<DigestDelivery>(document).Value)).ToList();
        return Reply.Json(new Page<DigestEntry>(items, paging.NextLink(page.Continuation)));
    }
}

/// <summary>A digest in a list.</summary>
/// <param name="State">claimed, sent, unknown or noAddress.</param>
/// <param name="Attempts">How often its mail was handed over, or begun to be.</param>
public sealed record DigestEntry(string ManagerId, string Week, string State, int Attempts, DateTimeOffset MadeAt, DateTimeOffset? SentAt, string Link)
{
    internal static DigestEntry Of(DigestDelivery delivery) => new(
        delivery.Content.Manager,
        delivery.Content.Week,
        delivery.State,
        delivery.Attempt,
        delivery.MadeAt,
        delivery.SentAt,
        Links.Relative.Digest(delivery.Content.Manager, delivery.Content.Week));
}
