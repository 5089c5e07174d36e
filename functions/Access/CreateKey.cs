using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Contracts.Access;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Access;

/// <summary>
/// Makes an API key and shows it, this once. With an <c>Idempotency-Key</c> a repeat within a day gets the same answer and makes nothing;
/// without one every request makes a key.
/// </summary>
[Requires(AccessAction.ManageKeys)]
public sealed class CreateKey(Authorize authorize, ApiKeys keys, ModelDirectory directory)
{
    private const int MaxBytes = 16 * 1024;

    [Function(nameof(CreateKey))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/keys")] HttpRequest request, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ManageKeys, cancellationToken);
        _ = new Query(request);
        JsonBody.RequireJson(request);
        using var body = await RequestBody.ReadAsync(request, MaxBytes, cancellationToken);
        var asked = JsonBody.Parse<CreateKeyBody>(body.Span);
        var model = (await directory.GetAsync(cancellationToken)).Model;
        if (ApiKeyRules.Check(asked, model) is { Count: > 0 } problems)
        {
            throw Problems.Validation(problems).ToException();
        }

        var key = ApiKeyRules.Read(asked);
        if (!AccessPolicy.MayGive(principal, key.Roles, key.Sources is { Count: > 0 }, key.Scopes is null ? null : ApiKeyRules.Actions(key.Scopes)))
        {
            return Problems.Validation("/scopes", "A key that is limited to scopes makes none that is for more.");
        }

        var issued = IdempotencyKey.Read(request, principal.Id, body.Span) is { } idempotency
            ? await keys.IssueAsync(key, principal.Id, idempotency, cancellationToken)
            : await keys.IssueAsync(key, principal.Id, cancellationToken);
        var entry = issued.Entry;
        return Reply.Json(
            new CreatedKey(issued.Key, entry.KeyId, entry.Name, [.. entry.Roles.Select(ApiKeyRules.NameOf)], entry.Person, entry.Sources, entry.CreatedAt, entry.CreatedBy) { Scopes = entry.Scopes },
            status: StatusCodes.Status201Created);
    }
}
