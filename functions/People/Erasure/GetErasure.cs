using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.People.Erasure;

/// <summary>Says how far the erasure of a person is.</summary>
[Requires(AccessAction.ErasePeople)]
public sealed class GetErasure(Authorize authorize, PersonErasures erasures)
{
    [Function(nameof(GetErasure))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/people/{id}/erasure")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ErasePeople, cancellationToken);
        _ = new Query(request);
        return await erasures.ReadAsync(id, cancellationToken) is { } stored ? Reply.Json(stored.Value.View()) : Problems.NotFound();
    }
}
