using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Activities.Resync;

/// <summary>The uploads of a source, newest first.</summary>
[Requires(AccessAction.ImportHistory)]
public sealed class ListResyncs(Authorize authorize, ResyncUploads uploads, IDocumentStore store)
{
    [Function(nameof(ListResyncs))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/sources/{source}/resync")] HttpRequest request, string source, CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ImportHistory, cancellationToken);
        var paging = new Paging(new Query(request, Paging.SizeName, Paging.CursorName));
        var page = await paging.ReadAsync(store, new RangeQuery(ResyncUploads.Partition(source), ResyncUploads.Kind, Descending: true), cancellationToken);
        var items = new List<ResyncProgress>();
        foreach (var document in page.Items)
        {
            items.Add(await uploads.ProgressAsync(TypedDocuments.Open<ResyncUpload>(document).Value, cancellationToken) with { Problems = [] });
        }

        return Reply.Json(new Page<ResyncProgress>(items, paging.NextLink(page.Continuation)));
    }
}
