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

/// <summary>A manager's digests, newest week first, and what became of each mail: those of weeks in which the reader may see the manager.</summary>
[Requires(AccessAction.ReadDigest)]
public sealed class ListDigests(Authorize authorize, ModelDirectory directory, IDocumentStore store, TimeProvider time)
{
    [Function(nameof(ListDigests))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/digests/{managerId}")] HttpRequest request,
        string managerId,
        CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ReadDigest, cancellationToken);
        var model = (await directory.GetAsync(cancellationToken)).Model;
        var paging = new Paging(new Query(request, Paging.SizeName, Paging.CursorName));
        if (!(await directory.GetAsync(cancellationToken)).Model.People.ContainsKey(managerId))
        {
            return Problems.NotFound();
        }

        var page = await paging.ReadAsync(store.SessionReads, new RangeQuery(Partitions.Rep(managerId), DigestDocuments.Kind, Descending: true), cancellationToken);
        var items = page.Items
            .Select(document => TypedDocuments.Open<DigestDelivery>(document).Value)
            .Where(delivery => IsSeen(DigestDocuments.AccessDay(delivery)))
            .Select(DigestEntry.Of)
            .ToList();
        if (items.Count == 0 && page.Continuation is null && !IsSeen(model.Today(time.GetUtcNow())))
        {
            return Problems.NotFound();
        }

        return Reply.Json(new Page<DigestEntry>(items, paging.NextLink(page.Continuation)));

        bool IsSeen(DateOnly date) => AccessPolicy.May(principal, AccessAction.ReadDigest, AccessTarget.OfPerson(managerId), model, date);
    }
}

/// <summary>A digest in a list.</summary>
/// <param name="State">claimed, waiting, sent, refused, failed, unknown, noAddress or unwanted.</param>
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
