using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Activities.Resync;

/// <summary>Ends an upload that is open: it takes no more parts. What its rows told stays.</summary>
[Requires(AccessAction.ImportHistory)]
public sealed class CancelResync(Authorize authorize, ResyncUploads uploads, TimeProvider time)
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
        var stored = await uploads.ReadAsync(source, id, cancellationToken);
        while (stored.Value.State == ResyncUpload.Open)
        {
            await uploads.TryChangeAsync(stored, stored.Value with { State = ResyncUpload.Cancelled, EndedAt = time.GetUtcNow() }, cancellationToken);
            stored = await uploads.ReadAsync(source, id, cancellationToken);
        }

        return stored.Value.State == ResyncUpload.Cancelled
            ? Reply.Json(await uploads.ProgressAsync(stored.Value, cancellationToken))
            : Problems.Conflict("The upload is complete.");
    }
}
