using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Notifications;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Notifications;

/// <summary>Puts what the wall shows there, for a week. It is created under the notification's own id: a repeat finds it.</summary>
public sealed class ShowOnWall(IDocumentStore store)
{
    public const string Kind = "shown";

    [Function(nameof(ShowOnWall))]
    public async Task Run(
        [ServiceBusTrigger(Queues.Notifications, Queues.Wall, Connection = Queues.Connection)] string message, CancellationToken cancellationToken)
    {
        var notification = Envelopes.Read<Notification>(message).Data;
        if (Wall.Shows(notification))
        {
            var shown = TypedDocuments.New(
                Partitions.Wall, Key.Component(notification.Id), Kind, notification.At, notification, (int)Wall.Stay.TotalSeconds);
            await store.CommitAsync(new DocumentBatch(Partitions.Wall).Create(shown), cancellationToken);
        }
    }
}
