using SalesPerf.Functions;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Simulation.Engine;

/// <summary>Queues and topics: the contract of <see cref="IMessageBus"/> without a wait. At least once, in no order.</summary>
/// <param name="time">The clock.</param>
/// <param name="due">Told of every message's queue and of when it can be received.</param>
internal sealed class Broker(VirtualTime time, Action<string, DateTimeOffset> due)
{
    private const int MaxDeliveries = 20;

    private static readonly Dictionary<string, string[]> Topics = new(StringComparer.Ordinal) { [Queues.Notifications] = [.. Queues.Subscriptions] };

    private readonly List<QueuedMessage> messages = [];
    private readonly List<(QueuedMessage Message, string Reason)> dead = [];
    private long numbers;

    /// <summary>Messages that somebody will still receive.</summary>
    public int Waiting => messages.Count;

    public IReadOnlyList<(QueuedMessage Message, string Reason)> Dead => dead;

    public static IReadOnlyList<string> QueuesOf(string queueOrTopic) => Topics.GetValueOrDefault(queueOrTopic) ?? [queueOrTopic];

    public void Send(string queue, string body, DateTimeOffset? notBefore, int redrives = 0)
    {
        var now = time.GetUtcNow();
        var message = new QueuedMessage(++numbers, queue, body, redrives, now) { VisibleAt = notBefore > now ? notBefore.Value : now };
        messages.Add(message);
        due(queue, message.VisibleAt);
    }

    /// <summary>Those that are due, oldest first, locked until <paramref name="lockFor"/> is over.</summary>
    public IReadOnlyList<QueuedMessage> Receive(string queue, int max, TimeSpan lockFor)
    {
        var now = time.GetUtcNow();
        var received = messages.Where(message => message.Queue == queue && message.VisibleAt <= now).OrderBy(message => message.VisibleAt).ThenBy(message => message.Number).Take(max).ToList();
        foreach (var message in received.ToList())
        {
            if (++message.Deliveries > MaxDeliveries)
            {
                Bury(message, "The last delivery ended without an answer.");
                received.Remove(message);
                continue;
            }

            message.Lock = ++numbers;
            message.VisibleAt = now + lockFor;
            due(queue, message.VisibleAt);
        }

        return received;
    }

    public bool Complete(QueuedMessage message, long token) => Holds(message, token) && messages.Remove(message);

    public void Abandon(QueuedMessage message, long token, TimeSpan pause, string reason)
    {
        if (!Holds(message, token))
        {
            return;
        }

        if (message.Deliveries >= MaxDeliveries)
        {
            Bury(message, reason);
            return;
        }

        message.VisibleAt = time.GetUtcNow() + pause;
        message.Lock = 0;
        due(message.Queue, message.VisibleAt);
    }

    public int Redrive(string queue, int max, int maxRedrives)
    {
        var again = dead.Where(letter => letter.Message.Queue == queue && letter.Message.Redrives < maxRedrives).Take(max).ToList();
        foreach (var letter in again)
        {
            dead.Remove(letter);
            Send(queue, letter.Message.Body, null, letter.Message.Redrives + 1);
        }

        return again.Count;
    }

    public DateTimeOffset? Oldest(string queue) => messages.Where(message => message.Queue == queue).Select(message => (DateTimeOffset?)message.EnqueuedAt).Min();

    private bool Holds(QueuedMessage message, long token) => message.Lock == token && message.VisibleAt > time.GetUtcNow();

    private void Bury(QueuedMessage message, string reason)
    {
        messages.Remove(message);
        dead.Add((message, reason));
    }
}

/// <summary>A message on a queue.</summary>
internal sealed class QueuedMessage(long number, string queue, string body, int redrives, DateTimeOffset enqueuedAt)
{
    public long Number => number;

    public string Queue => queue;

    public string Body => body;

    public int Redrives => redrives;

    public DateTimeOffset EnqueuedAt => enqueuedAt;

    public DateTimeOffset VisibleAt { get; set; }

    public int Deliveries { get; set; }

    public long Lock { get; set; }
}
