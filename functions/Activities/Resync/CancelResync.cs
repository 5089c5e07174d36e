using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Activities.Resync;

/// <summary>Ends an upload that is open: it takes no more parts, and one under way stops before its next rows. What its rows told stays.</summary>
[Requires(AccessAction.ImportHistory)]
public sealed class CancelResync(Authorize authorize, ResyncUploads uploads)
{
    [Function(nameof(CancelResync))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/sources/{source}/resync/{id}/cancel")] HttpRequest request,
        string source,
        string id,
        CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ImportHistory, cancellationToken);
        _ = new Query(request);
        var ended = await uploads.EndAsync(await uploads.ReadAsync(source, id, cancellationToken), ResyncUpload.Cancelled, null, cancellationToken);
        return ended.State == ResyncUpload.Cancelled
            ? Reply.Json(await uploads.ProgressAsync(ended, cancellationToken))
            : Problems.Conflict("The upload is complete.");
    }
}
