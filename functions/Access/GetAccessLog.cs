using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Access;

/// <summary>Who read money of many, newest first.</summary>
[Requires(AccessAction.ReadAccessLog)]
public sealed class GetAccessLog(Authorize authorize, IDocumentStore store, TimeProvider time)
{
    [Function(nameof(GetAccessLog))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/access-log")] HttpRequest request, CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ReadAccessLog, AccessTarget.Everything, default, cancellationToken);
        var query = new Query(request, "from", "to", "who", "what", Paging.SizeName, Paging.CursorName);
        var paging = new Paging(query);
        var to = query.Date("to") ?? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var (who, what) = (query.Text("who"), query.Text("what"));
        var (items, cursor) = await DatedPages.ReadAsync<AccessLogEntry>(
            store,
            Partitions.AccessLog,
            AccessLog.Kind,
            query.Date("from") ?? to.AddDays(-DatedPages.DefaultDays),
            to,
            paging.Continuation,
            paging.Size,
            entry => (who is null || entry.Who == who) && (what is null || entry.What == what),
            cancellationToken);
        return Reply.Json(new Page<AccessLogEntry>(items, paging.NextLink(cursor)));
    }
}
