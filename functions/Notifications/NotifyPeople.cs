using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Notifications;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Notifications.Preferences;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Notifications;

/// <summary>Finds out who wants to be told, and has each of them mailed. A repeat sends the same messages, which find the mails sent.</summary>
public sealed class NotifyPeople(ModelDirectory directory, PreferenceStore preferences, IMessageBus bus, TimeProvider time)
{
    [Function(nameof(NotifyPeople))]
    public async Task Run(
        [ServiceBusTrigger(Queues.Notifications, Queues.Email, Connection = Queues.Connection)] string message, CancellationToken cancellationToken)
    {
        var notification = Envelopes.Read<Notification>(message).Data;
        var (model, now) = ((await directory.GetAsync(cancellationToken)).Model, time.GetUtcNow());
        var listeners = Audience.Of(notification, model, model.Today(now));
        if (NotificationKinds.Of(notification) is not { } kind || listeners.Count == 0)
        {
            return;
        }

        var asked = await preferences.ReadAsync([.. listeners.Select(listener => listener.Person).Distinct()], cancellationToken);
        var messages = listeners
            .Where(listener => asked[listener.Person].Want(listener, kind))
            .Select(listener => Envelopes.Message(DeliverEmail.Type, DeliveryKey.Of(notification, listener.Person), now))
            .ToList();
        if (messages.Count > 0)
        {
            await bus.SendAsync(Queues.DeliverEmail, messages, cancellationToken);
        }
    }
}
