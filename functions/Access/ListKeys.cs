using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Access;

/// <summary>Lists the API keys, oldest first, without their secrets.</summary>
[Requires(AccessAction.ManageKeys)]
public sealed class ListKeys(Authorize authorize, ApiKeys keys)
{
    [Function(nameof(ListKeys))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/keys")] HttpRequest request, CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ManageKeys, cancellationToken);
        var paging = new Paging(new Query(request, Paging.SizeName, Paging.CursorName));
        var (items, continuation) = await keys.ListAsync(paging, cancellationToken);
        return Reply.Json(new Page<ApiKeyEntry>(items, paging.NextLink(continuation)));
    }
}
