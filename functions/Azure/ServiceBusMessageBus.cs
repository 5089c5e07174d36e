using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Azure;

/// <summary>
/// The bus on Azure Service Bus. A subscription of a topic is named <c>{topic}/{subscription}</c>; its dead letters go back to the topic,
/// the only way in, so the other subscriptions see them again and find the delivery done.
/// </summary>
internal sealed partial class ServiceBusMessageBus(ServiceBusClient client, TimeProvider time, ILogger<ServiceBusMessageBus> logger) : IMessageBus, IQueueAges
{
    /// <summary>A webhook waits for a sending; its sender gives up sooner and comes back.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>How long the broker is asked for another dead letter before the queue counts as empty.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private const int ReceiveAtMost = 100;

    private const int MaxPeek = 250;

    private const int MaxLook = 40 * MaxPeek;

    private readonly ConcurrentDictionary<string, ServiceBusSender> senders = new(StringComparer.Ordinal);

    public async Task SendAsync(string queueOrTopic, IReadOnlyCollection<BusMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            message.Measure();
        }

        await SendAsync(queueOrTopic, messages.Select(ServiceBusMessages.ToSend), cancellationToken);
    }

    public async Task<IReadOnlyList<DeadLetter>> PeekDeadLettersAsync(string queue, int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, MaxPeek);
        await using var receiver = Receiver(queue, SubQueue.DeadLetter);
        var letters = new List<DeadLetter>();
        await foreach (var message in PeekAsync(receiver, max, cancellationToken))
        {
            letters.Add(ServiceBusMessages.ToDeadLetter(message));
        }

        return letters;
    }

    /// <summary>Its length is for those who may manage the queue; who may receive can look at its beginning. Null too when the first thousand wait for their time.</summary>
    public async Task<TimeSpan?> OldestAgeAsync(string queue, CancellationToken cancellationToken)
    {
        await using var receiver = Receiver(queue, SubQueue.None);
        await foreach (var message in PeekAsync(receiver, 4 * MaxPeek, cancellationToken))
        {
            // One that waited for its time was enqueued when that came.
            if (message.State == ServiceBusMessageState.Active)
            {
                return time.GetUtcNow() - message.EnqueuedTime is { Ticks: > 0 } age ? age : TimeSpan.Zero;
            }
        }

        return null;
    }

    public async Task<int> RedriveDeadLettersAsync(string queue, int max, int maxRedrives, CancellationToken cancellationToken) =>
        (await SendBackAsync(queue, max, message => ServiceBusMessages.Redrives(message) < maxRedrives ? message.Body.ToString() : null, cancellationToken)).Sent;

    /// <summary>Counts those too that could not be taken this time: whoever looks for them has to come again.</summary>
    public async Task<int> ReplaceDeadLettersAsync(string queue, Func<DeadLetter, string?> replace, CancellationToken cancellationToken)
    {
        var (sent, left) = await SendBackAsync(queue, int.MaxValue, message => replace(ServiceBusMessages.ToDeadLetter(message)), cancellationToken);
        return sent + left;
    }

    /// <summary>
    /// Looks at <see cref="MaxLook"/> messages at most: the oldest are the first, but one that was sent back stands behind newer ones. In a longer queue there may be one.
    /// </summary>
    public async Task<bool> IsWaitingSinceAsync(string queue, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var receiver = Receiver(queue, SubQueue.None);
        var looked = 0;
        await foreach (var message in PeekAsync(receiver, MaxLook, cancellationToken))
        {
            looked++;
            if (ServiceBusMessages.FirstEnqueued(message) <= since)
            {
                return true;
            }
        }

        return looked == MaxLook;
    }

    /// <summary>Dead letters for which <paramref name="body"/> is null stay. Left are those that somebody else holds at the moment.</summary>
    private async Task<(int Sent, int Left)> SendBackAsync(string queue, int max, Func<ServiceBusReceivedMessage, string?> body, CancellationToken cancellationToken)
    {
        await using var receiver = Receiver(queue, SubQueue.DeadLetter);

        // Looking locks nothing and does not wait: most queues have none, and often all of them stay.
        var wanted = new HashSet<long>();
        await foreach (var message in PeekAsync(receiver, int.MaxValue, cancellationToken))
        {
            if (body(message) is not null && wanted.Add(message.SequenceNumber) && wanted.Count == max)
            {
                break;
            }
        }

        // Those in the way are held locked until the end, or the broker would hand them out again and again.
        var held = new Dictionary<long, ServiceBusReceivedMessage>();
        var sent = 0;
        while (wanted.Count > 0)
        {
            var received = await AskAsync(stop => receiver.ReceiveMessagesAsync(ReceiveAtMost, Patience, stop), cancellationToken);
            var leaving = received.Where(message => wanted.Contains(message.SequenceNumber) && body(message) is not null).ToList();
            var isNew = received.Count(message => !wanted.Contains(message.SequenceNumber) && held.TryAdd(message.SequenceNumber, message)) > 0;
            if (leaving.Count == 0 && !isNew)
            {
                break; // None left, or only those whose locks ran out meanwhile.
            }

            await SendAsync(TopicOrQueue(queue), leaving.Select(message => ServiceBusMessages.ToRedrive(message, body(message)!)), cancellationToken); // not null above
            foreach (var message in leaving)
            {
                await SettleAsync(queue, () => receiver.CompleteMessageAsync(message, cancellationToken));
                wanted.Remove(message.SequenceNumber);
            }

            sent += leaving.Count;
        }

        foreach (var message in held.Values)
        {
            await SettleAsync(queue, () => receiver.AbandonMessageAsync(message, cancellationToken: cancellationToken));
        }

        return (sent, wanted.Count);
    }

    private async Task SendAsync(string queueOrTopic, IEnumerable<ServiceBusMessage> messages, CancellationToken cancellationToken)
    {
        var sender = senders.GetOrAdd(queueOrTopic, name => client.CreateSender(name));
        ServiceBusMessageBatch? batch = null;
        try
        {
            foreach (var message in messages)
            {
                batch ??= await AskAsync(stop => sender.CreateMessageBatchAsync(stop).AsTask(), cancellationToken);
                if (batch.TryAddMessage(message))
                {
                    continue;
                }

                if (batch.Count > 0)
                {
                    await SendAsync(sender, batch, cancellationToken);
                    batch.Dispose();
                    batch = await AskAsync(stop => sender.CreateMessageBatchAsync(stop).AsTask(), cancellationToken);
                    if (batch.TryAddMessage(message))
                    {
                        continue;
                    }
                }

                throw new InvalidOperationException(
                    $"A message for {queueOrTopic} with a body of {message.Body.ToMemory().Length} bytes does not fit the broker's {batch.MaxSizeInBytes}.");
            }

            if (batch is not null)
            {
                await SendAsync(sender, batch, cancellationToken);
            }
        }
        finally
        {
            batch?.Dispose();
        }
    }

    private Task<int> SendAsync(ServiceBusSender sender, ServiceBusMessageBatch batch, CancellationToken cancellationToken) => AskAsync(
        async stop =>
        {
            await sender.SendMessagesAsync(batch, stop);
            return batch.Count;
        },
        cancellationToken);

    private async IAsyncEnumerable<ServiceBusReceivedMessage> PeekAsync(
        ServiceBusReceiver receiver, int max, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long? from = null;
        for (var count = 0; count < max;)
        {
            var peeked = await AskAsync(stop => receiver.PeekMessagesAsync(Math.Min(MaxPeek, max - count), from, stop), cancellationToken);
            if (peeked.Count == 0)
            {
                yield break;
            }

            foreach (var message in peeked)
            {
                yield return message;
            }

            count += peeked.Count;
            from = peeked[^1].SequenceNumber + 1;
        }
    }

    private Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> asking, CancellationToken cancellationToken) =>
        BusPatience.WithinAsync(Limit, time, asking, IsPassing, cancellationToken);

    /// <summary>A full queue empties as its function works.</summary>
    private static bool IsPassing(Exception exception) =>
        exception is ServiceBusException failure && (failure.IsTransient || failure.Reason == ServiceBusFailureReason.QuotaExceeded);

    /// <summary>A dead letter whose lock ran out is found again by the next redrive: a message comes twice, and none is lost.</summary>
    private async Task SettleAsync(string queue, Func<Task> settle)
    {
        try
        {
            await settle();
        }
        catch (ServiceBusException failure) when (failure.Reason == ServiceBusFailureReason.MessageLockLost)
        {
            LogLost(logger, queue);
        }
    }

    private ServiceBusReceiver Receiver(string queue, SubQueue part)
    {
        var options = new ServiceBusReceiverOptions { SubQueue = part };
        return queue.Split('/') is [var topic, var subscription]
            ? client.CreateReceiver(topic, subscription, options)
            : client.CreateReceiver(queue, options);
    }

    private static string TopicOrQueue(string queue) => queue.Split('/')[0];

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lock of a dead letter of {Queue} ran out: it is found again")]
    private static partial void LogLost(ILogger logger, string queue);
}
