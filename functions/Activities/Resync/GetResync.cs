using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Activities.Resync;

/// <summary>How far an upload is, with the first rows that could not be read.</summary>
[Requires(AccessAction.ImportHistory)]
public sealed class GetResync(Authorize authorize, ResyncUploads uploads)
{
    [Function(nameof(GetResync))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/sources/{source}/resync/{id}")] HttpRequest request,
        string source,
        string id,
        CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ImportHistory, cancellationToken);
        _ = new Query(request);
        return Reply.Json(await uploads.ProgressAsync((await uploads.ReadAsync(source, id, cancellationToken)).Value, cancellationToken));
    }
}
