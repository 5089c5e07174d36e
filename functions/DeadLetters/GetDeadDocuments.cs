using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
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
        var filter = await DeadDocumentFilter.ReadAsync(new Query(request, DeadDocumentFilter.Names), directory, time, cancellationToken);
        var (items, cursor) = await filter.PageAsync(store, _ => true, cancellationToken);
        return Reply.Json(new Page<DeadDocument>(items, filter.Paging.NextLink(cursor)));
    }
}
