using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using SalesPerf.Connectors.StandardWebhooks;
using SalesPerf.Contracts.Webhooks;
using SalesPerf.Domain.Notifications;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Pages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Messages;
using SalesPerf.Platform.Webhooks;

namespace SalesPerf.Functions.Notifications.Webhooks;

/// <summary>
/// Posts a notification to one endpoint, claimed before, under an id that stays the same over all attempts. What fails is tried again for three days; an endpoint
/// that says it is gone, or fails all that time, is disabled, and that is announced.
/// </summary>
public sealed partial class DeliverWebhook(
    Deliveries deliveries,
    WebhookSubscriptions subscriptions,
    WebhookSecrets secrets,
    WebhookSender sender,
    PendingNotifications notifications,
    IMessageBus bus,
    PublicAddress address,
    TimeProvider time,
    ILogger<DeliverWebhook> logger)
{
    /// <summary>The type of the message.</summary>
    public const string Type = "salesperf.notification.post";

    [Function(nameof(DeliverWebhook))]
    public async Task Run([ServiceBusTrigger(Queues.DeliverWebhook, Connection = Queues.Connection)] string message, CancellationToken cancellationToken)
    {
        var key = Envelopes.Read<DeliveryKey>(message).Data;
        if (await deliveries.NotificationAsync(key, cancellationToken) is not { } notification)
        {
            return;
        }

        var subscription = (await subscriptions.ReadAsync(key.Target, cancellationToken))?.Value;

        // Before the claim: when they cannot be decrypted, no attempt was made.
        var active = subscription is null ? [] : await secrets.ActiveAsync(subscription.Id, cancellationToken);
        var again = await deliveries.DeliverAsync(
            Delivery.Begin(notification, DeliveryChannels.Webhooks, key.Target, time.GetUtcNow()),
            claim => Check(claim, notification, subscription),
            claim => SendAsync(claim, notification, subscription!, active, cancellationToken), // without one it is not claimed
            cancellationToken);
        if (again is { } at)
        {
            await bus.SendAsync(Queues.DeliverWebhook, [Envelopes.Message(Type, key, time.GetUtcNow(), at)], cancellationToken);
        }

        await notifications.PublishAsync(Partitions.WebhookSubscriptions, cancellationToken);
    }

    private Delivery Check(Delivery claim, Notification notification, WebhookSubscription? subscription) =>
        subscription?.Wants(notification) == true
            ? claim
            : claim.Drop(Delivery.Unwanted, subscription is null ? "The subscription is deleted." : "The subscription is disabled, or for other types.", time.GetUtcNow());

    private async Task<Delivery> SendAsync(
        Delivery claim, Notification notification, WebhookSubscription subscription, IReadOnlyList<string> active, CancellationToken cancellationToken)
    {
        var body = Payload(notification);
        var outcome = active.Count == 0
            ? new WebhookOutcome.Failed("The subscription is deleted.")
            : await sender.SendAsync(
                new Uri(subscription.Url), StandardWebhookSigner.Headers(WebhookId(notification), time.GetUtcNow(), body, active), body, cancellationToken);

        // First what it says about the endpoint: after the delivery is over nobody comes here again.
        var now = time.GetUtcNow();
        switch (outcome)
        {
            case WebhookOutcome.Gone:
                LogDisabled(logger, subscription.Id, WebhookSubscription.Gone);
                await subscriptions.DisableAsync(subscription, WebhookSubscription.Gone, cancellationToken);
                return claim.End(Delivery.Refused, "The endpoint answers 410.", now);
            case WebhookOutcome.Failed { Reason: var reason, After: var after }:
                LogFailed(logger, notification.Id, subscription.Id, reason);
                if (await subscriptions.FailAsync(subscription.Id, claim.ClaimedAt ?? now, cancellationToken))
                {
                    LogDisabled(logger, subscription.Id, WebhookSubscription.Failing);
                    await subscriptions.DisableAsync(subscription, WebhookSubscription.Failing, cancellationToken);
                }

                return claim.Fail(reason, now, Random.Shared.NextDouble(), now + after);
            default:
                await subscriptions.SucceedAsync(subscription.Id, cancellationToken);
                return claim.Succeed(now);
        }
    }

    private byte[] Payload(Notification notification)
    {
        var links = notification.Links.ToDictionary(link => link.Key, link => address.Base + link.Value, StringComparer.Ordinal);
        var data = new WebhookData(notification.Id, notification.Person, notification.Team, notification.Facts, links);
        return JsonSerializer.SerializeToUtf8Bytes(new WebhookPayload(notification.Type, notification.At, data), TypedDocuments.TypeInfo<WebhookPayload>());
    }

    /// <summary>Made of the notification's id, which may hold dots; what is signed is joined by dots.</summary>
    private static string WebhookId(Notification notification) => $"msg_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(notification.Id)).AsSpan(0, 16))}";

    [LoggerMessage(Level = LogLevel.Information, Message = "{Notification} could not be posted to {Subscription}: {Reason}")]
    private static partial void LogFailed(ILogger logger, string notification, string subscription, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The webhook subscription {Subscription} is disabled: {Because}")]
    private static partial void LogDisabled(ILogger logger, string subscription, string because);
}
