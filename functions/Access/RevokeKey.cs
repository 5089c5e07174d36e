using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Access;

/// <summary>Revokes an API key: at once here, within 30 seconds on other instances. A key never changes, so no <c>If-Match</c> is asked for.</summary>
[Requires(AccessAction.ManageKeys)]
public sealed class RevokeKey(Authorize authorize, ApiKeys keys)
{
    [Function(nameof(RevokeKey))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/keys/{keyId}")] HttpRequest request, string keyId, CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ManageKeys, cancellationToken);
        _ = new Query(request);
        return ApiKeyText.IsKeyId(keyId) && await keys.RevokeAsync(keyId, cancellationToken)
            ? Reply.NoContent()
            : Problems.NotFound("There is no such key.");
    }
}
