using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Contracts.Webhooks;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Notifications;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Notifications.Webhooks;

/// <summary>Lists the subscriptions by id, without their secrets.</summary>
[Requires(AccessAction.ManageWebhooks)]
public sealed class ListWebhookSubscriptions(Authorize authorize, WebhookSubscriptions subscriptions, IDocumentStore store)
{
    [Function(nameof(ListWebhookSubscriptions))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/webhook-subscriptions")] HttpRequest request, CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ManageWebhooks, cancellationToken);
        var paging = new Paging(new Query(request, Paging.SizeName, Paging.CursorName));
        var page = await paging.ReadAsync(store, new RangeQuery(Partitions.WebhookSubscriptions, WebhookSubscriptions.Kind), cancellationToken);
        var items = page.Items.Select(document => TypedDocuments.Open<WebhookSubscription>(document).Value).ToList();
        var failures = await subscriptions.FailuresAsync([.. items.Select(item => item.Id)], cancellationToken);
        return Reply.Json(new Page<WebhookSubscriptionView>(
            [.. items.Select(item => WebhookViews.Of(item, failures.GetValueOrDefault(item.Id)))], paging.NextLink(page.Continuation)));
    }
}
