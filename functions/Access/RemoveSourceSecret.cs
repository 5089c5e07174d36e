using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Access;

/// <summary>Forgets what a source signs with: whatever it sends from then on is refused.</summary>
[Requires(AccessAction.ManageSecrets)]
public sealed class RemoveSourceSecret(Authorize authorize, SourceSecretStore secrets)
{
    [Function(nameof(RemoveSourceSecret))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/sources/{source}/secret")] HttpRequest request, string source, CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ManageSecrets, cancellationToken);
        _ = new Query(request);
        return await secrets.RemoveAsync(source, cancellationToken) ? Reply.NoContent() : Problems.NotFound("The source has no secret.");
    }
}
