using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>Proposes that closed months count what was recorded since: new versions of plans, assignments and quotas. It counts once somebody else approved it.</summary>
[Requires(AccessAction.ManageBooks)]
public sealed class ProposeReopening(Authorize authorize, ReopeningBooks reopenings)
{
    private const int MaxBytes = 16 * 1024;

    [Function(nameof(ProposeReopening))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/reopenings")] HttpRequest request, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ManageBooks, cancellationToken);
        _ = new Query(request);
        JsonBody.RequireJson(request);
        using var body = await RequestBody.ReadAsync(request, MaxBytes, cancellationToken);
        var key = IdempotencyKey.Read(request, principal.Id, body.Span);
        var made = await reopenings.ProposeAsync(JsonBody.Parse<ReopeningBody>(body.Span), principal.Id, key, cancellationToken);
        return Reply.Created("/api/v1/reopenings", made with { Fingerprint = null });
    }
}
