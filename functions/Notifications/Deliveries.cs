using Microsoft.Extensions.Logging;
using SalesPerf.Domain.Notifications;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Notifications;

/// <summary>What is on its way, or was: claims it before it is handed over and writes down what became of it, each on the ETag of what was read.</summary>
public sealed partial class Deliveries(IDocumentStore store, TimeProvider time, ILogger<Deliveries> logger)
{
    public const string Kind = "delivery";

    /// <summary>The notification that a message names; null, and logged, when it is not there any more.</summary>
    public async Task<Notification?> NotificationAsync(DeliveryKey key, CancellationToken cancellationToken)
    {
        var stored = await store.ReadAsync<Notification>(Partitions.Feed(key.Date), Key.Component(key.Notification), cancellationToken);
        if (stored is null)
        {
            LogGone(logger, key.Notification, key.Target);
        }

        return stored?.Value;
    }

    /// <summary>Claims a delivery, hands it over and writes down what became of it; or does what is next about the one that is stored.</summary>
    /// <param name="begun">The first claim, stored when there is none.</param>
    /// <param name="check">Looks at a claim before it is made: it stays one, waits, or ends.</param>
    /// <param name="handOver">Hands over what is claimed and says what became of it. When it throws, nobody knows.</param>
    /// <param name="cancellationToken">Ends the call; the claim may be stored then.</param>
    /// <returns>When to look again; null when it is over, or somebody else does.</returns>
    public async Task<DateTimeOffset?> DeliverAsync(
        Delivery begun, Func<Delivery, Delivery> check, Func<Delivery, Task<Delivery>> handOver, CancellationToken cancellationToken)
    {
        var delivery = await ClaimAsync(begun, check, cancellationToken);
        if (delivery is { State: Delivery.Claimed })
        {
            delivery = await EndAsync(await handOver(delivery), cancellationToken);
        }

        return delivery is { State: Delivery.Waiting, NextAt: var next } ? next : null;
    }

    /// <summary>Lists a delivery that is kept elsewhere as it is there now; nothing when it is not.</summary>
    public async Task ListAsync(Func<Task<Delivery?>> read, CancellationToken cancellationToken)
    {
        var attempts = new Attempts(time);
        while (await read() is { } known)
        {
            // What is replaced is read before what it is made from, so that an older state never covers a newer one.
            var stored = await ReadAsync(known, cancellationToken);
            if (await read() is not { } now || stored?.Value == now || await CommitAsync(stored, now, cancellationToken))
            {
                return;
            }

            await attempts.AgainAsync(cancellationToken);
        }
    }

    /// <summary>The claim, to be handed over; what waits; null when there is nothing to do.</summary>
    private async Task<Delivery?> ClaimAsync(Delivery begun, Func<Delivery, Delivery> check, CancellationToken cancellationToken)
    {
        var attempts = new Attempts(time);
        while (true)
        {
            var stored = await ReadAsync(begun, cancellationToken);
            var step = stored is null ? new DeliveryStep.Try(begun) : stored.Value.Next(time.GetUtcNow());
            var next = step switch
            {
                DeliveryStep.Try { Claim: var claim } => check(claim),
                DeliveryStep.GiveUp { Delivery: var lost } => lost,
                _ => null,
            };
            if (next is null)
            {
                return step is DeliveryStep.Wait { At: var at } ? stored!.Value with { State = Delivery.Waiting, NextAt = at } : null; // a step to wait was stored
            }

            if (await CommitAsync(stored, next, cancellationToken))
            {
                if (next.State == Delivery.Unknown)
                {
                    LogUnknown(logger, next.Notification, next.Channel, next.Target);
                }

                return next.State is Delivery.Claimed or Delivery.Waiting ? next : null;
            }

            await attempts.AgainAsync(cancellationToken);
        }
    }

    /// <summary>Writes down what became of a claim, and returns what is stored then.</summary>
    private async Task<Delivery> EndAsync(Delivery outcome, CancellationToken cancellationToken)
    {
        var attempts = new Attempts(time);
        while (true)
        {
            var stored = await ReadAsync(outcome, cancellationToken);
            if (stored is { Value: var known } && !outcome.MayReplace(known))
            {
                return known;
            }

            if (await CommitAsync(stored, outcome, cancellationToken))
            {
                return outcome;
            }

            await attempts.AgainAsync(cancellationToken);
        }
    }

    private Task<Stored<Delivery>?> ReadAsync(Delivery delivery, CancellationToken cancellationToken) =>
        store.ReadAsync<Delivery>(Partition(delivery), Id(delivery), cancellationToken);

    private async Task<bool> CommitAsync(Stored<Delivery>? stored, Delivery next, CancellationToken cancellationToken)
    {
        var batch = new DocumentBatch(Partition(next));
        var document = TypedDocuments.New(batch.Pk, Id(next), Kind, next.At, next);
        _ = stored is null ? batch.Create(document) : batch.Replace(stored.Document, document);
        return await store.CommitAsync(batch, cancellationToken) is CommitResult.Committed;
    }

    private static string Partition(Delivery delivery) => Partitions.Deliveries(DateOnly.FromDateTime(delivery.At.UtcDateTime));

    private static string Id(Delivery delivery) => Key.Of(Kind, delivery.Notification, delivery.Channel, delivery.Target);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Notification} is not there any more and does not go to {Target}")]
    private static partial void LogGone(ILogger logger, string notification, string target);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nobody knows whether {Notification} reached {Target} by {Channel}: both attempts ended without an answer")]
    private static partial void LogUnknown(ILogger logger, string notification, string channel, string target);
}

/// <summary>Names a notification on its way to one target.</summary>
/// <param name="Notification">Its id.</param>
/// <param name="Date">The UTC day it was announced on, which says where it is.</param>
/// <param name="Target">The person or webhook subscription.</param>
public sealed record DeliveryKey(string Notification, DateOnly Date, string Target)
{
    public static DeliveryKey Of(Notification notification, string target) => new(notification.Id, DateOnly.FromDateTime(notification.At.UtcDateTime), target);
}
