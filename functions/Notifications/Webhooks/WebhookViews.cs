using SalesPerf.Contracts.Webhooks;
using SalesPerf.Domain.Notifications;

namespace SalesPerf.Functions.Notifications.Webhooks;

/// <summary>Subscriptions as they are shown.</summary>
internal static class WebhookViews
{
    public static WebhookSubscriptionView Of(WebhookSubscription subscription, WebhookFailure? failure, string? secret = null) => new(
        subscription.Id,
        subscription.Url,
        subscription.Types,
        subscription.Enabled,
        subscription.DisabledBecause,
        failure?.Since,
        subscription.ChangedAt,
        subscription.ChangedBy,
        secret);
}
