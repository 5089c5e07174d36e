using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Notifications;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Notifications;

/// <summary>Finds out whom a notification is for, and has each of them mailed. A repeat sends the same messages, which find the mails sent.</summary>
public sealed class NotifyPeople(ModelDirectory directory, IMessageBus bus, TimeProvider time)
{
    [Function(nameof(NotifyPeople))]
    public async Task Run(
        [ServiceBusTrigger(Queues.Notifications, Queues.Email, Connection = Queues.Connection)] string message, CancellationToken cancellationToken)
    {
        var notification = Envelopes.Read<Notification>(message).Data;
        var (model, now) = ((await directory.GetAsync(cancellationToken)).Model, time.GetUtcNow());
        var people = Audience.Of(notification, model, model.Today(now));
        if (people.Count > 0)
        {
            await bus.SendAsync(
                Queues.DeliverEmail,
                [.. people.Select(person => Envelopes.Message(DeliverEmail.Type, DeliveryKey.Of(notification, person), now))],
                cancellationToken);
        }
    }
}
