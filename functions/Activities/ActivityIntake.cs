using System.Globalization;
using System.Text;
using SalesPerf.Connectors;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Activities;

/// <summary>Takes over what a connector read: replaces mail addresses and the owner ids of people who are erased, makes one message per activity, and returns when the queue has them durably.</summary>
public sealed class ActivityIntake(IMessageBus bus, StoredOwners owners, ModelDirectory directory, TimeProvider time)
{
    /// <summary>
    /// The most bytes of an activity's message. What waits in quarantine gets a new envelope when it is released, whose time may be some digits longer and which
    /// may carry a trace.
    /// </summary>
    public const int MaxBytes = BusMessage.MaxBytes - 160;

    public Task<IntakeAnswer> TakeAsync(IReadOnlyList<ReadItem> items, CancellationToken cancellationToken) => TakeAsync(items, null, cancellationToken);

    /// <param name="items">What was read.</param>
    /// <param name="mapping">The name of the mapping by which it was read; null for none.</param>
    /// <param name="cancellationToken">Ends the call; some may be taken then.</param>
    public async Task<IntakeAnswer> TakeAsync(IReadOnlyList<ReadItem> items, string? mapping, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var model = (await directory.GetAsync(cancellationToken)).Model;
        var standing = new Dictionary<IdentityKey, string>();
        var messages = new List<BusMessage>(items.Count);
        var accepted = new HashSet<int>();
        var rejected = new SortedDictionary<int, RejectedActivity>();
        foreach (var item in items)
        {
            switch (item)
            {
                case ReadActivity read:
                    var message = Envelopes.Message(ActivityEnvelope.Type, await owners.ReplaceAsync(mapping is null ? read.Activity : read.Activity with { Mapping = mapping }, model, standing, cancellationToken), now);
                    if (TooLarge(message) is { } error)
                    {
                        rejected[item.Index] = new RejectedActivity(item.Index, [error]);
                    }
                    else
                    {
                        messages.Add(message);
                        accepted.Add(item.Index);
                    }

                    break;
                case RejectedItem refused:
                    rejected[item.Index] = new RejectedActivity(item.Index, [.. refused.Errors.Select(error => new ActivityError(error.Pointer, error.Detail))]);
                    break;
                case IgnoredItem:
                    accepted.Add(item.Index);
                    break;
                default:
                    throw new InvalidOperationException($"Nobody knows what to do with {item.GetType().Name}.");
            }
        }

        if (messages.Count > 0)
        {
            await bus.SendAsync(Queues.IngestActivities, messages, cancellationToken);
        }

        accepted.ExceptWith(rejected.Keys);
        return new IntakeAnswer(accepted.Count, [.. rejected.Values]);
    }

    /// <summary>Connectors refuse items over 32 KB as received. One just below may not fit a message, which holds its envelope too and spells out emoji.</summary>
    internal static ActivityError? TooLarge(BusMessage message)
    {
        var bytes = Encoding.UTF8.GetByteCount(message.Body);
        return bytes > MaxBytes
            ? new ActivityError("", string.Create(CultureInfo.InvariantCulture, $"Normalised and in its envelope the item takes {bytes} bytes; a message holds {MaxBytes}."))
            : null;
    }
}

/// <summary>The answer to whoever posted: 202 when something was accepted, 422 with the same body otherwise.</summary>
/// <param name="Accepted">Items taken over durably; repeats count.</param>
/// <param name="Rejected">Items that can never be taken, by index.</param>
public sealed record IntakeAnswer(int Accepted, IReadOnlyList<RejectedActivity> Rejected);

/// <summary>An item that was not taken.</summary>
/// <param name="Index">Its position in the request, from 0.</param>
public sealed record RejectedActivity(int Index, IReadOnlyList<ActivityError> Errors);

/// <summary>One problem of an item.</summary>
/// <param name="Pointer">RFC 6901, inside the item.</param>
public sealed record ActivityError(string Pointer, string Detail);
