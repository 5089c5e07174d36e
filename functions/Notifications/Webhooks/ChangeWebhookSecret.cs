using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Contracts.Webhooks;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Notifications.Webhooks;

/// <summary>
/// Makes a new secret and shows it, this once; the ones before sign along for a day. Asked twice it makes two, and what receivers have signs on.
/// </summary>
[Requires(AccessAction.ManageWebhooks)]
public sealed class ChangeWebhookSecret(Authorize authorize, WebhookSecrets secrets)
{
    [Function(nameof(ChangeWebhookSecret))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/webhook-subscriptions/{id}/secret")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ManageWebhooks, cancellationToken);
        _ = new Query(request);
        return await secrets.ChangeAsync(id, principal.Id, cancellationToken) is var (secret, until)
            ? Reply.Json(new WebhookSecretView(secret, until))
            : Problems.NotFound();
    }
}
