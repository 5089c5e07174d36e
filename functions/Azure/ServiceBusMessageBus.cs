using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Azure;

/// <summary>
/// The bus on Azure Service Bus. A subscription of a topic is named <c>{topic}/{subscription}</c>; its dead letters go back to the topic,
/// the only way in, so the other subscriptions see them again and find the delivery done.
/// </summary>
internal sealed class ServiceBusMessageBus(ServiceBusClient client) : IMessageBus
{
    /// <summary>How long the broker is asked for another dead letter before the queue counts as empty.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private const int ReceiveAtMost = 100;

    private readonly ConcurrentDictionary<string, ServiceBusSender> senders = new(StringComparer.Ordinal);

    public async Task SendAsync(string queueOrTopic, IReadOnlyCollection<BusMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            ServiceBusMessages.CheckSize(message);
        }

        await SendAsync(queueOrTopic, messages.Select(ServiceBusMessages.ToSend), cancellationToken);
    }

    public async Task<IReadOnlyList<DeadLetter>> PeekDeadLettersAsync(string queue, int max, CancellationToken cancellationToken)
    {
        await using var receiver = DeadLetterReceiver(queue);
        var letters = new List<DeadLetter>();
        long? from = null;
        while (letters.Count < max)
        {
            var peeked = await receiver.PeekMessagesAsync(max - letters.Count, from, cancellationToken);
            if (peeked.Count == 0)
            {
                break;
            }

            letters.AddRange(peeked.Select(ServiceBusMessages.ToDeadLetter));
            from = peeked[^1].SequenceNumber + 1;
        }

        return letters;
    }

    public async Task<int> RedriveDeadLettersAsync(string queue, int max, int maxRedrives, CancellationToken cancellationToken)
    {
        await using var receiver = DeadLetterReceiver(queue);
        var seen = new HashSet<long>();
        var staying = new List<ServiceBusReceivedMessage>();
        var sent = 0;
        while (sent < max)
        {
            var received = await receiver.ReceiveMessagesAsync(Math.Min(ReceiveAtMost, max - sent), Patience, cancellationToken);
            var fresh = received.Where(message => seen.Add(message.SequenceNumber)).ToList();
            if (fresh.Count == 0)
            {
                break; // None left, or only those whose locks ran out meanwhile.
            }

            // Those that stay are held locked until the end, or the broker would hand them out again and again.
            staying.AddRange(fresh.Where(message => ServiceBusMessages.Redrives(message) >= maxRedrives));
            var leaving = fresh.Where(message => ServiceBusMessages.Redrives(message) < maxRedrives).ToList();
            await SendAsync(TopicOrQueue(queue), leaving.Select(ServiceBusMessages.ToRedrive), cancellationToken);
            foreach (var message in leaving)
            {
                await receiver.CompleteMessageAsync(message, cancellationToken);
            }

            sent += leaving.Count;
        }

        foreach (var message in staying)
        {
            await receiver.AbandonMessageAsync(message, cancellationToken: cancellationToken);
        }

        return sent;
    }

    private async Task SendAsync(string queueOrTopic, IEnumerable<ServiceBusMessage> messages, CancellationToken cancellationToken)
    {
        var sender = senders.GetOrAdd(queueOrTopic, name => client.CreateSender(name));
        ServiceBusMessageBatch? batch = null;
        try
        {
            foreach (var message in messages)
            {
                batch ??= await sender.CreateMessageBatchAsync(cancellationToken);
                if (batch.TryAddMessage(message))
                {
                    continue;
                }

                await sender.SendMessagesAsync(batch, cancellationToken);
                batch.Dispose();
                batch = await sender.CreateMessageBatchAsync(cancellationToken);
                if (!batch.TryAddMessage(message))
                {
                    throw new InvalidOperationException($"A message for {queueOrTopic} is larger than the broker takes.");
                }
            }

            if (batch is not null)
            {
                await sender.SendMessagesAsync(batch, cancellationToken);
            }
        }
        finally
        {
            batch?.Dispose();
        }
    }

    private ServiceBusReceiver DeadLetterReceiver(string queue)
    {
        var options = new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter };
        return queue.Split('/') is [var topic, var subscription]
            ? client.CreateReceiver(topic, subscription, options)
            : client.CreateReceiver(queue, options);
    }

    private static string TopicOrQueue(string queue) => queue.Split('/')[0];
}
