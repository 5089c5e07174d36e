using SalesPerf.Platform.Messages;

namespace SalesPerf.TestKit.Messages;

/// <summary>A bus that keeps what is sent and delivers nothing.</summary>
public sealed class SentMessages : IMessageBus
{
    private readonly Lock gate = new();
    private readonly List<(string Queue, BusMessage Message)> sent = [];

    /// <summary>Called before messages are taken; may throw.</summary>
    public Action<string, IReadOnlyCollection<BusMessage>>? BeforeSend { get; set; }

    /// <summary>In the order in which they were sent.</summary>
    public IReadOnlyList<(string Queue, BusMessage Message)> All
    {
        get
        {
            lock (gate)
            {
                return [.. sent];
            }
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            sent.Clear();
        }
    }

    public Task SendAsync(string queueOrTopic, IReadOnlyCollection<BusMessage> messages, CancellationToken cancellationToken)
    {
        BeforeSend?.Invoke(queueOrTopic, messages);
        lock (gate)
        {
            sent.AddRange(messages.Select(message => (queueOrTopic, message)));
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<DeadLetter>> PeekDeadLettersAsync(string queue, int max, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DeadLetter>>([]);

    public Task<int> RedriveDeadLettersAsync(string queue, int max, int maxRedrives, CancellationToken cancellationToken) => Task.FromResult(0);

    public Task<int> ReplaceDeadLettersAsync(string queue, Func<DeadLetter, string?> replace, CancellationToken cancellationToken) => Task.FromResult(0);

    public Task<bool> IsWaitingSinceAsync(string queue, DateTimeOffset since, CancellationToken cancellationToken) => Task.FromResult(false);
}
