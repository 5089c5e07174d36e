using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Commissions.Agreements;

/// <summary>Whom a plan is for acknowledges a version of it, with its quotas and objectives. Nobody does it for them. Said again, it stays as it was.</summary>
[Requires(AccessAction.AcknowledgePlans)]
public sealed class AcknowledgeAgreement(Authorize authorize, ModelDirectory directory, AgreementBooks agreements, TimeProvider time)
{
    [Function(nameof(AcknowledgeAgreement))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/reps/{id}/agreements/{version}/acknowledge")] HttpRequest request, string id, string version, CancellationToken cancellationToken)
    {
        _ = new Query(request);
        var principal = await authorize.RequireAsync(request, AccessAction.AcknowledgePlans, cancellationToken);
        var model = (await directory.ReloadAsync(cancellationToken)).Model;
        Authorize.Require(principal, AccessAction.AcknowledgePlans, AccessTarget.OfPerson(id), model, model.Today(time.GetUtcNow()));
        return (await agreements.ViewAsync(model, id, cancellationToken)).FirstOrDefault(one => one.Agreement.Version == version) switch
        {
            null => Problems.NotFound("There is no such version any more: read what there is to agree to again."),
            { State: AgreementView.Open } open => Reply.Json(await agreements.AcknowledgeAsync(open.Agreement, principal.Id, cancellationToken)),
            { } said => Reply.Json(said),
        };
    }
}
