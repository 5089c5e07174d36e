using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Commissions.Agreements;

/// <summary>What a person is to agree to, now and later on: plan, quotas and objectives; and what they acknowledged before.</summary>
[Requires(AccessAction.ReadStatement)]
public sealed class ListAgreements(Authorize authorize, ModelDirectory directory, AgreementBooks agreements, TimeProvider time)
{
    [Function(nameof(ListAgreements))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/reps/{id}/agreements")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ReadStatement, cancellationToken);
        _ = new Query(request);
        var model = (await directory.GetAsync(cancellationToken)).Model;
        Authorize.Require(principal, AccessAction.ReadStatement, AccessTarget.OfPerson(id), model, model.Today(time.GetUtcNow()));
        return model.People.ContainsKey(id)
            ? Reply.Json(new Page<AgreementView>(await agreements.ViewAsync(model, id, cancellationToken), null))
            : Problems.NotFound();
    }
}
