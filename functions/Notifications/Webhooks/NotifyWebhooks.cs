using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Notifications;
using SalesPerf.Functions.Messages;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Notifications.Webhooks;

/// <summary>Finds out which endpoints want a notification, and has it posted to each. A repeat sends the same messages, which find it posted.</summary>
public sealed class NotifyWebhooks(WebhookSubscriptions subscriptions, IMessageBus bus, TimeProvider time)
{
    [Function(nameof(NotifyWebhooks))]
    public async Task Run(
        [ServiceBusTrigger(Queues.Notifications, Queues.Webhooks, Connection = Queues.Connection)] string message, CancellationToken cancellationToken)
    {
        var notification = Envelopes.Read<Notification>(message).Data;
        var now = time.GetUtcNow();
        var messages = (await subscriptions.AllAsync(cancellationToken))
            .Where(subscription => subscription.Wants(notification))
            .Select(subscription => Envelopes.Message(DeliverWebhook.Type, DeliveryKey.Of(notification, subscription.Id), now))
            .ToList();
        if (messages.Count > 0)
        {
            await bus.SendAsync(Queues.DeliverWebhook, messages, cancellationToken);
        }
    }
}
