using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Contracts.Access;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Access;

/// <summary>Gives a key a new secret and shows it, this once; not to a key that is limited to scopes beyond which this one goes. The old one stays valid for a while, so that whoever holds it can change over.</summary>
[Requires(AccessAction.ManageKeys)]
public sealed class RotateKey(Authorize authorize, ApiKeys keys)
{
    private const int MaxBytes = 1024;

    private const int DefaultHours = 24;

    private const int MaxHours = 7 * 24;

    [Function(nameof(RotateKey))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/keys/{keyId}/rotate")] HttpRequest request, string keyId, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ManageKeys, cancellationToken);
        _ = new Query(request);
        JsonBody.RequireJson(request);
        using var body = await RequestBody.ReadAsync(request, MaxBytes, cancellationToken);
        var hours = JsonBody.Parse<RotateKeyBody>(body.Span).OverlapHours ?? DefaultHours;
        if (hours is < 0 or > MaxHours)
        {
            return Problems.Validation("/overlapHours", $"must be from 0 to {MaxHours}");
        }

        if (ApiKeyText.IsKeyId(keyId)
            && await keys.FindAsync(keyId, cancellationToken) is { Principal: var of }
            && !AccessPolicy.MayGive(principal, of.Roles, of.Sources.Count > 0, of.Scopes))
        {
            return Problems.Forbidden();
        }

        return ApiKeyText.IsKeyId(keyId)
            && await keys.RotateAsync(keyId, TimeSpan.FromHours(hours), IdempotencyKey.Read(request, principal.Id, body.Span), cancellationToken) is { } rotated
                ? Reply.Json(rotated)
                : Problems.NotFound("There is no such key.");
    }
}
