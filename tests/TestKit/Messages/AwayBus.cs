using SalesPerf.Platform.Messages;

namespace SalesPerf.TestKit.Messages;

/// <summary>A bus that can be away: then nothing is sent, and asking ends as the port says.</summary>
public sealed class AwayBus(IMessageBus bus) : IMessageBus
{
    /// <summary>Which queues and topics cannot be reached. At first none.</summary>
    public Predicate<string> IsAway { get; set; } = _ => false;

    /// <summary>Calls that found the bus away.</summary>
    public int Refusals { get; private set; }

    public Task SendAsync(string queueOrTopic, IReadOnlyCollection<BusMessage> messages, CancellationToken cancellationToken)
    {
        Reach(queueOrTopic);
        return bus.SendAsync(queueOrTopic, messages, cancellationToken);
    }

    public Task<IReadOnlyList<DeadLetter>> PeekDeadLettersAsync(string queue, int max, CancellationToken cancellationToken)
    {
        Reach(queue);
        return bus.PeekDeadLettersAsync(queue, max, cancellationToken);
    }

    public Task<int> RedriveDeadLettersAsync(string queue, int max, int maxRedrives, CancellationToken cancellationToken)
    {
        Reach(queue);
        return bus.RedriveDeadLettersAsync(queue, max, maxRedrives, cancellationToken);
    }

    public Task<int> ReplaceDeadLettersAsync(string queue, Func<DeadLetter, string?> replace, CancellationToken cancellationToken)
    {
        Reach(queue);
        return bus.ReplaceDeadLettersAsync(queue, replace, cancellationToken);
    }

    public Task<bool> IsWaitingSinceAsync(string queue, DateTimeOffset since, CancellationToken cancellationToken)
    {
        Reach(queue);
        return bus.IsWaitingSinceAsync(queue, since, cancellationToken);
    }

    private void Reach(string queue)
    {
        if (IsAway(queue))
        {
            Refusals++;
            throw new TimeoutException("The broker is away.");
        }
    }
}
