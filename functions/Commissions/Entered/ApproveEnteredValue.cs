using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Commissions.Entered;

/// <summary>Approves the value entered of a person's metric: it counts from now on. Neither its author nor whose it is can. If-Match names the one that was read.</summary>
[Requires(AccessAction.AuthorPlans)]
public sealed class ApproveEnteredValue(EnteredValueRoutes routes)
{
    [Function(nameof(ApproveEnteredValue))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/reps/{id}/entered-values/{metric}/{period}/approve")] HttpRequest request,
        string id,
        string metric,
        string period,
        CancellationToken cancellationToken) =>
        routes.DecideAsync(request, id, metric, period, isApproved: true, cancellationToken);
}
