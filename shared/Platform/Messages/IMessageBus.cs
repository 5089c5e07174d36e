using System.Text;

namespace SalesPerf.Platform.Messages;

/// <summary>
/// Queues and topics: what Azure Service Bus promises without sessions and duplicate detection. At least once, in no order.
/// </summary>
public interface IMessageBus
{
    /// <summary>Returns when every message is durable. On failure some may have been sent.</summary>
    /// <exception cref="ArgumentException">A body is empty, too large or no text; nothing was sent.</exception>
    /// <exception cref="TimeoutException">The broker is busy or away: the same messages may be sent later.</exception>
    Task SendAsync(string queueOrTopic, IReadOnlyCollection<BusMessage> messages, CancellationToken cancellationToken);

    /// <summary>Looks at dead letters, oldest first, without taking them. <paramref name="max"/> is 1 to 250.</summary>
    Task<IReadOnlyList<DeadLetter>> PeekDeadLettersAsync(string queue, int max, CancellationToken cancellationToken);

    /// <summary>
    /// Sends dead letters back to their queue with <see cref="BusMessage.Redrives"/> raised, at most <paramref name="max"/>;
    /// those redriven <paramref name="maxRedrives"/> times already stay. Returns how many were sent.
    /// </summary>
    Task<int> RedriveDeadLettersAsync(string queue, int max, int maxRedrives, CancellationToken cancellationToken);

    /// <summary>
    /// Looks at every dead letter and sends those back to their queue, with <see cref="BusMessage.Redrives"/> raised, that <paramref name="replace"/> gives a body;
    /// with null they stay as they are. Returns how many were sent. What is dead-lettered meanwhile may be missed.
    /// </summary>
    Task<int> ReplaceDeadLettersAsync(string queue, Func<DeadLetter, string?> replace, CancellationToken cancellationToken);

    /// <summary>
    /// False when no message that waits, or that a receiver works on, was sent at <paramref name="since"/> or before. True too where the queue is too long to be looked through.
    /// Dead letters do not count.
    /// </summary>
    Task<bool> IsWaitingSinceAsync(string queue, DateTimeOffset since, CancellationToken cancellationToken);
}

/// <summary>A message to send.</summary>
/// <param name="Body">JSON, at most 32 KB as UTF-8.</param>
/// <param name="NotBefore">Not delivered before this instant; null at once.</param>
/// <param name="Redrives">How often the message came back from the dead letters.</param>
public sealed record BusMessage(string Body, DateTimeOffset? NotBefore = null, int Redrives = 0)
{
    /// <summary>The most bytes of a body.</summary>
    public const int MaxBytes = 32 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The bytes of the body.</summary>
    /// <exception cref="ArgumentException">There are none, more than <see cref="MaxBytes"/>, or the body is no text that UTF-8 can say.</exception>
    public int Measure()
    {
        var bytes = Strict.GetByteCount(Body);
        return bytes is > 0 and <= MaxBytes ? bytes : throw new ArgumentException($"A message body has 1 to {MaxBytes} bytes, not {bytes}.");
    }
}

/// <summary>A message that was delivered too often without success.</summary>
/// <param name="Id">The broker's own id.</param>
/// <param name="Body">The body as sent.</param>
/// <param name="Reason">Why it is here.</param>
/// <param name="DeliveryCount">Deliveries before it was given up.</param>
/// <param name="Redrives">How often it was redriven before.</param>
/// <param name="EnqueuedAt">When it was sent first.</param>
public sealed record DeadLetter(string Id, string Body, string Reason, int DeliveryCount, int Redrives, DateTimeOffset EnqueuedAt);
