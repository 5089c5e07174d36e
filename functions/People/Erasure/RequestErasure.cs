using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.People.Erasure;

/// <summary>Erases a person who is not employed any more. The answer comes when the person's document is erased; the rest follows, and is asked about at the same address.</summary>
[Requires(AccessAction.ErasePeople)]
public sealed class RequestErasure(Authorize authorize, PersonErasures erasures)
{
    [Function(nameof(RequestErasure))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/people/{id}/erasure")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ErasePeople, cancellationToken);
        _ = new Query(request);
        return Reply.Json((await erasures.RequestAsync(id, principal.Id, cancellationToken)).View(), status: StatusCodes.Status202Accepted);
    }
}
