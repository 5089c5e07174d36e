using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Health;

/// <summary>Counts what passes to the broker.</summary>
internal sealed class CountedMessages(IMessageBus bus, SendingCounters counters) : IMessageBus
{
    public async Task SendAsync(string queueOrTopic, IReadOnlyCollection<BusMessage> messages, CancellationToken cancellationToken)
    {
        try
        {
            await bus.SendAsync(queueOrTopic, messages, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            counters.CountFailure(isAway: failure is TimeoutException);
            throw;
        }

        counters.CountSent(messages.Count);
    }

    public Task<IReadOnlyList<DeadLetter>> PeekDeadLettersAsync(string queue, int max, CancellationToken cancellationToken) =>
        bus.PeekDeadLettersAsync(queue, max, cancellationToken);

    public Task<int> RedriveDeadLettersAsync(string queue, int max, int maxRedrives, CancellationToken cancellationToken) =>
        bus.RedriveDeadLettersAsync(queue, max, maxRedrives, cancellationToken);

    public Task<int> ReplaceDeadLettersAsync(string queue, Func<DeadLetter, string?> replace, CancellationToken cancellationToken) =>
        bus.ReplaceDeadLettersAsync(queue, replace, cancellationToken);

    public Task<bool> IsWaitingSinceAsync(string queue, DateTimeOffset since, CancellationToken cancellationToken) => bus.IsWaitingSinceAsync(queue, since, cancellationToken);
}
