using SalesPerf.Domain.Notifications;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Notifications;

/// <summary>
/// Announcing without losing or repeating: a notification is committed together with what caused it and a pending marker;
/// publishing creates the feed document, sends to the topic and removes the marker, and may be done again at any point.
/// </summary>
public sealed class PendingNotifications(IDocumentStore store, IMessageBus bus, TimeProvider time)
{
    public const string Kind = "notification";
    private const string PendingKind = "pending";

    /// <summary>Adds a notification and its marker to the commit that causes it: two operations.</summary>
    /// <exception cref="ArgumentException">Nobody could ask for a notification of this type.</exception>
    public static DocumentBatch Announce(DocumentBatch batch, Notification notification) => (NotificationTypes.All.Contains(notification.Type)
            ? batch
            : throw new ArgumentException($"{notification.Type} is not among the types of notifications.", nameof(notification)))
        .Create(TypedDocuments.New(batch.Pk, NotificationId(notification.Id), Kind, notification.At, notification))
        .Create(TypedDocuments.New(batch.Pk, PendingId(notification.Id), PendingKind, notification.At, new PendingMarker(notification.Id)));

    /// <summary>Publishes every pending notification of a partition.</summary>
    public async Task PublishAsync(string pk, CancellationToken cancellationToken)
    {
        await foreach (var marker in store.RangeAsync<PendingMarker>(new RangeQuery(pk, PendingKind), cancellationToken))
        {
            await PublishAsync(pk, marker, cancellationToken);
        }
    }

    private async Task PublishAsync(string pk, Stored<PendingMarker> marker, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync<Notification>(pk, NotificationId(marker.Value.Id), cancellationToken) is { } stored)
        {
            var notification = stored.Value;
            var feed = Partitions.Feed(DateOnly.FromDateTime(notification.At.UtcDateTime));
            await store.CommitAsync(
                new DocumentBatch(feed).Create(TypedDocuments.New(feed, Key.Component(notification.Id), Kind, notification.At, notification)),
                cancellationToken);
            await bus.SendAsync(Queues.Notifications, [Envelopes.Message(notification.Type, notification, time.GetUtcNow())], cancellationToken);
        }

        // Somebody else may have removed the marker meanwhile; then there is nothing left to do.
        await store.CommitAsync(new DocumentBatch(pk).Delete(marker.Document.Id, marker.Document.ETag), cancellationToken);
    }

    /// <summary>What a notification is stored as, beside what caused it.</summary>
    internal static string NotificationId(string id) => $"notification~{Key.Component(id)}";

    private static string PendingId(string id) => $"pending~{Key.Component(id)}";
}

/// <summary>A notification that is committed but not yet published.</summary>
public sealed record PendingMarker(string Id);
