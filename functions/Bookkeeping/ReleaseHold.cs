using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>Releases what is held by hand: it is paid in an open pay period. Whose pay it is cannot.</summary>
[Requires(AccessAction.ManageBooks)]
public sealed class ReleaseHold(Authorize authorize, HoldBooks holds)
{
    private const int MaxBytes = 16 * 1024;

    [Function(nameof(ReleaseHold))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/reps/{id}/holds/{holdId}/release")] HttpRequest request, string id, string holdId, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ManageBooks, cancellationToken);
        _ = new Query(request);
        JsonBody.RequireJson(request);
        using var body = await RequestBody.ReadAsync(request, MaxBytes, cancellationToken);
        return await holds.ReleaseAsync(id, holdId, JsonBody.Parse<ReleaseBody>(body.Span), principal, cancellationToken) is { } released
            ? Reply.Json(released with { Fingerprint = null })
            : Problems.NotFound();
    }
}
