using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Notifications;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Notifications;

/// <summary>What is on the wall, newest first.</summary>
[Requires(AccessAction.ReadWall)]
public sealed class GetWall(Authorize authorize, IDocumentStore store)
{
    [Function(nameof(GetWall))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/wall")] HttpRequest request, CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ReadWall, cancellationToken);
        var paging = new Paging(new Query(request, Paging.SizeName, Paging.CursorName));
        var page = await paging.ReadAsync(store.SessionReads, new RangeQuery(Partitions.Wall, ShowOnWall.Kind, Descending: true), cancellationToken);
        return Reply.Json(new Page<Notification>(
            [.. page.Items.Select(document => TypedDocuments.Open<Notification>(document).Value)], paging.NextLink(page.Continuation)));
    }
}
