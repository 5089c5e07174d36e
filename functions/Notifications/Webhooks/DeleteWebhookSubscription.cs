using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Notifications.Webhooks;

/// <summary>Deletes a subscription with its secrets. What was on its way to it is not sent any more.</summary>
[Requires(AccessAction.ManageWebhooks)]
public sealed class DeleteWebhookSubscription(Authorize authorize, WebhookSubscriptions subscriptions, TimeProvider time)
{
    [Function(nameof(DeleteWebhookSubscription))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/webhook-subscriptions/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ManageWebhooks, cancellationToken);
        _ = new Query(request);
        var attempts = new Attempts(time);
        while (await subscriptions.ReadAsync(id, cancellationToken) is { } stored)
        {
            Preconditions.CheckChange(request, EntityTag.Of(stored.Document));
            if (await subscriptions.DeleteAsync(stored, WebhookSecrets.DocumentId(id), cancellationToken) is CommitResult.Committed)
            {
                return Reply.NoContent();
            }

            await attempts.AgainAsync(cancellationToken);
        }

        return Problems.NotFound();
    }
}
