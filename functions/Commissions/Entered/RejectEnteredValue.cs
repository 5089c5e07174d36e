using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Commissions.Entered;

/// <summary>Rejects the value entered of a person's metric: it never counts. What was approved before goes on counting.</summary>
[Requires(AccessAction.AuthorPlans)]
public sealed class RejectEnteredValue(EnteredValueRoutes routes)
{
    [Function(nameof(RejectEnteredValue))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/reps/{id}/entered-values/{metric}/{period}/reject")] HttpRequest request,
        string id,
        string metric,
        string period,
        CancellationToken cancellationToken) =>
        routes.DecideAsync(request, id, metric, period, isApproved: false, cancellationToken);
}
