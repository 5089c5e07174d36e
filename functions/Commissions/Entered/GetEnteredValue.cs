using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Commissions.Entered;

/// <summary>What was entered of a person's metric for a period, and whether it counts.</summary>
[Requires(AccessAction.ReadStatement)]
public sealed class GetEnteredValue(EnteredValueRoutes routes, EnteredValues values)
{
    [Function(nameof(GetEnteredValue))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/reps/{id}/entered-values/{metric}/{period}")] HttpRequest request,
        string id,
        string metric,
        string period,
        CancellationToken cancellationToken)
    {
        var (_, asked) = await routes.RequireAsync(request, AccessAction.ReadStatement, id, period, cancellationToken);
        return await values.FindAsync(id, metric, asked.Id, cancellationToken) is { } stored ? EnteredValueRoutes.Shown(stored) : Problems.NotFound();
    }
}
