using System.Diagnostics;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Health;

/// <summary>A span for every sending.</summary>
internal sealed class TracedMessages(IMessageBus bus) : IMessageBus
{
    public Task SendAsync(string queueOrTopic, IReadOnlyCollection<BusMessage> messages, CancellationToken cancellationToken) =>
        Telemetry.Source.HasListeners() ? TracedAsync(queueOrTopic, messages, cancellationToken) : bus.SendAsync(queueOrTopic, messages, cancellationToken);

    private async Task TracedAsync(string queueOrTopic, IReadOnlyCollection<BusMessage> messages, CancellationToken cancellationToken)
    {
        using var span = Telemetry.Source.StartActivity($"send {queueOrTopic}", ActivityKind.Producer);
        span?.SetTag("messaging.destination.name", queueOrTopic).SetTag("messaging.batch.message_count", messages.Count);
        try
        {
            await bus.SendAsync(queueOrTopic, messages, cancellationToken);
        }
        catch (Exception failure)
        {
            span?.Fail(failure);
            throw;
        }
    }

    public Task<IReadOnlyList<DeadLetter>> PeekDeadLettersAsync(string queue, int max, CancellationToken cancellationToken) =>
        bus.PeekDeadLettersAsync(queue, max, cancellationToken);

    public Task<int> RedriveDeadLettersAsync(string queue, int max, int maxRedrives, CancellationToken cancellationToken) =>
        bus.RedriveDeadLettersAsync(queue, max, maxRedrives, cancellationToken);

    public Task<int> ReplaceDeadLettersAsync(string queue, Func<DeadLetter, string?> replace, CancellationToken cancellationToken) =>
        bus.ReplaceDeadLettersAsync(queue, replace, cancellationToken);

    public Task<bool> IsWaitingSinceAsync(string queue, DateTimeOffset since, CancellationToken cancellationToken) => bus.IsWaitingSinceAsync(queue, since, cancellationToken);
}
