using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Notifications.Webhooks;

/// <summary>Reads a subscription, without its secret.</summary>
[Requires(AccessAction.ManageWebhooks)]
public sealed class GetWebhookSubscription(Authorize authorize, WebhookSubscriptions subscriptions)
{
    [Function(nameof(GetWebhookSubscription))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/webhook-subscriptions/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ManageWebhooks, cancellationToken);
        _ = new Query(request);
        if (await subscriptions.ReadAsync(id, cancellationToken) is not { } stored)
        {
            return Problems.NotFound();
        }

        // Whether it fails changes without a new version of it: the tag tells that too, and a change may name either.
        var failure = await subscriptions.FailureAsync(id, cancellationToken);
        var etag = EntityTag.Of(stored.Document);
        return Reply.Json(WebhookViews.Of(stored.Value, failure?.Value), failure is null ? etag : EntityTag.OfVersion(etag, (int)(failure.Value.Since.ToUnixTimeSeconds() % int.MaxValue)));
    }
}
