using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Bookkeeping;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>Proposes an amount to be added to a person's pay or taken from it. It counts once somebody else approved it.</summary>
[Requires(AccessAction.ManageBooks)]
public sealed class ProposeAdjustment(Authorize authorize, ModelDirectory directory, AdjustmentBooks adjustments)
{
    private const int MaxBytes = 16 * 1024;

    [Function(nameof(ProposeAdjustment))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/reps/{id}/adjustments")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ManageBooks, cancellationToken);
        _ = new Query(request);
        if (!(await directory.GetAsync(cancellationToken)).Model.People.ContainsKey(id))
        {
            return Problems.NotFound();
        }

        JsonBody.RequireJson(request);
        using var body = await RequestBody.ReadAsync(request, MaxBytes, cancellationToken);
        var key = IdempotencyKey.Read(request, principal.Id, body.Span);
        var made = await adjustments.ProposeAsync(id, JsonBody.Parse<AdjustmentBody>(body.Span), principal.Id, key, cancellationToken);
        return Reply.Created($"/api/v1/reps/{id}/adjustments", made with { Fingerprint = null });
    }
}
