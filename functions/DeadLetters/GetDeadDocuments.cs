using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.DeadLetters;

/// <summary>What could never succeed, newest first, with its bytes and the reason.</summary>
[Requires(AccessAction.ReadDeadLetters)]
public sealed class GetDeadDocuments(Authorize authorize, ModelDirectory directory, IDocumentStore store, TimeProvider time)
{
    [Function(nameof(GetDeadDocuments))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/dead-letters")] HttpRequest request, CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ReadDeadLetters, AccessTarget.Everything, default, cancellationToken);
        var query = new Query(request, "from", "to", "source", Paging.SizeName, Paging.CursorName);
        var paging = new Paging(query);
        var to = query.Date("to") ?? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var source = query.Text("source");
        if (source is not null && !(await directory.GetAsync(cancellationToken)).Model.Sources.ContainsKey(source))
        {
            return Problems.NotFound();
        }

        var (items, cursor) = await DatedPages.ReadAsync<DeadDocument>(
            store,
            Partitions.Dead,
            DeadDocuments.Kind,
            query.Date("from") ?? to.AddDays(-DatedPages.DefaultDays),
            to,
            paging.Continuation,
            paging.Size,
            item => source is null || item.Source == source,
            cancellationToken);
        return Reply.Json(new Page<DeadDocument>(items, paging.NextLink(cursor)));
    }
}
