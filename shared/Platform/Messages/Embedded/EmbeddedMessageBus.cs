using System.Globalization;
using SalesPerf.Platform.Documents.Sqlite;

namespace SalesPerf.Platform.Messages.Embedded;

/// <summary>
/// Queues and topics in the file of the documents. A message is on disk before its send returns; receiving and completing
/// share the writer's transactions with the commits of documents. There is one process, so its locks end with it.
/// </summary>
public sealed class EmbeddedMessageBus : IMessageBus, IQueueStatistics, IQueueAges
{
    private const int MaxPeek = 250;

    // Clocks are set and machines sleep: who waits for an instant looks again before it.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EmptySleep = TimeSpan.FromHours(1);

    private readonly SqliteDatabase database;
    private readonly EmbeddedMessageOptions options;
    private readonly Dictionary<string, string[]> topics;
    private readonly HashSet<string> subscriptions;
    private readonly QueueSignals signals = new();

    public EmbeddedMessageBus(SqliteDatabase database, EmbeddedMessageOptions options)
    {
        this.database = database;
        this.options = options;
        topics = options.Topics.ToDictionary(topic => topic.Key, topic => topic.Value.Select(name => $"{topic.Key}/{name}").ToArray(), StringComparer.Ordinal);
        subscriptions = topics.Values.SelectMany(names => names).ToHashSet(StringComparer.Ordinal);

        // Nobody else has the file open: whatever is locked was locked by a process that is gone.
        database.WriteAsync(new ReleaseLocks(options.IsClockTrue)).GetAwaiter().GetResult();
    }

    public Task SendAsync(string queueOrTopic, IReadOnlyCollection<BusMessage> messages, CancellationToken cancellationToken)
    {
        var queues = QueuesOf(queueOrTopic);
        var bytes = 0L;
        foreach (var message in messages)
        {
            bytes += message.Measure();
        }

        return messages.Count == 0 || queues.Length == 0
            ? Task.CompletedTask
            : database.WriteAsync(new SendMessages(queues, [.. messages], bytes * queues.Length, signals.Wake, cancellationToken));
    }

    public Task<IReadOnlyList<DeadLetter>> PeekDeadLettersAsync(string queue, int max, CancellationToken cancellationToken)
    {
        CheckQueue(queue);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, MaxPeek);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.Read((queue, max), static (session, ask) => DeadLetters.Peek(session, ask.queue, ask.max)));
    }

    public Task<int> RedriveDeadLettersAsync(string queue, int max, int maxRedrives, CancellationToken cancellationToken)
    {
        CheckQueue(queue);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return database.WriteAsync(new RedriveDeadLetters(queue, max, maxRedrives, signals.Wake, cancellationToken));
    }

    public async Task<int> ReplaceDeadLettersAsync(string queue, Func<DeadLetter, string?> replace, CancellationToken cancellationToken)
    {
        CheckQueue(queue);
        var sent = 0;
        for (var after = -1L; ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var letters = database.Read((queue, after), static (session, ask) => DeadLetters.Peek(session, ask.queue, MaxPeek, ask.after));
            if (letters.Count == 0)
            {
                return sent;
            }

            after = long.Parse(letters[^1].Id, CultureInfo.InvariantCulture);
            List<(long Id, string Body)> replaced = [.. letters
                .Select(letter => (Id: long.Parse(letter.Id, CultureInfo.InvariantCulture), Body: replace(letter)))
                .Where(letter => letter.Body is not null)
                .Select(letter => (letter.Id, letter.Body!))]; // filtered before
            replaced.ForEach(letter => new BusMessage(letter.Body).Measure());
            if (replaced.Count > 0)
            {
                sent += await database.WriteAsync(new ReplaceDeadLetters(queue, replaced, signals.Wake, cancellationToken)).ConfigureAwait(false);
            }
        }
    }

    public Task<bool> IsWaitingSinceAsync(string queue, DateTimeOffset since, CancellationToken cancellationToken)
    {
        CheckQueue(queue);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.Read(queue, QueueFigures.Oldest) <= since);
    }

    /// <summary>Takes up to <paramref name="max"/> messages that are due, the longest due first, and locks them for <paramref name="lockFor"/>. Empty when none is.</summary>
    public Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(string queue, int max, TimeSpan lockFor, CancellationToken cancellationToken)
    {
        CheckQueue(queue);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lockFor, TimeSpan.Zero);
        return database.WriteAsync(new ReceiveMessages(queue, max, lockFor, options.MaxDeliveryCount, cancellationToken));
    }

    /// <summary>Removes messages for good. Returns those whose lock had ended: they are, or will be, delivered again.</summary>
    public Task<IReadOnlyList<ReceivedMessage>> CompleteAsync(IReadOnlyCollection<ReceivedMessage> messages, CancellationToken cancellationToken) =>
        database.WriteAsync(new CompleteMessages(messages, signals.Wake, cancellationToken));

    /// <summary>
    /// Gives messages back: they come again after a pause that doubles with their deliveries, or become dead letters with
    /// <paramref name="reason"/> when this was the last. Returns those whose lock had ended.
    /// </summary>
    public Task<IReadOnlyList<ReceivedMessage>> AbandonAsync(IReadOnlyCollection<ReceivedMessage> messages, string reason, CancellationToken cancellationToken)
    {
        var pauses = messages.Select(message => (message, Pause(message.DeliveryCount))).ToArray();
        return database.WriteAsync(new AbandonMessages(pauses, reason, options.MaxDeliveryCount, signals.Wake, cancellationToken));
    }

    /// <summary>
    /// Returns when a message of the queue may be due: at once when one is, else at a send or when the next one's time comes.
    /// It may return without one; receive, and wait again when that was empty.
    /// </summary>
    public async Task WaitAsync(string queue, CancellationToken cancellationToken)
    {
        CheckQueue(queue);
        cancellationToken.ThrowIfCancellationRequested();
        var signal = signals.Next(queue);
        var pause = EmptySleep;
        if (database.Read(queue, QueueFigures.NextVisible) is { } visible)
        {
            var now = database.Time.GetUtcNow().UtcTicks;
            if (visible <= now)
            {
                return;
            }

            pause = TimeSpan.FromTicks(Math.Min(visible - now, LongestSleep.Ticks));
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // Timers count whole milliseconds: one more, so that it does not end just before the instant.
        var timer = Task.Delay(pause + TimeSpan.FromMilliseconds(1), database.Time, stop.Token);
        await Task.WhenAny(signal, timer).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>The queues that are known or hold something, by name.</summary>
    public Task<IReadOnlyList<QueueStatistics>> StatisticsAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string[] known = [.. options.Queues ?? [], .. subscriptions];
        return Task.FromResult(database.Read((known, database.Time.GetUtcNow().UtcTicks), static (session, ask) => QueueFigures.All(session, ask.known, ask.UtcTicks)));
    }

    /// <summary>How long the message that is due longest has been; what failed is due again after its pause.</summary>
    public Task<TimeSpan?> OldestAgeAsync(string queue, CancellationToken cancellationToken)
    {
        CheckQueue(queue);
        cancellationToken.ThrowIfCancellationRequested();
        var waited = database.Time.GetUtcNow().UtcTicks - database.Read(queue, QueueFigures.NextVisible);
        return Task.FromResult<TimeSpan?>(waited >= 0 ? TimeSpan.FromTicks(waited.Value) : null);
    }

    /// <summary>True when none of the queues has a message that is due or locked.</summary>
    public Task<bool> IsIdleAsync(IReadOnlyCollection<string> queues, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.Read((queues, database.Time.GetUtcNow().UtcTicks), static (session, ask) => QueueFigures.AreIdle(session, ask.queues, ask.UtcTicks)));
    }

    /// <summary>
    /// The instant at which the next messages that wait for their time, in any queue, will be due: the last of those that come within
    /// <paramref name="together"/> of the first and until <paramref name="until"/>. Null when none waits till then.
    /// </summary>
    public Task<DateTimeOffset?> NextDueAsync(TimeSpan together, DateTimeOffset until, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.Read(
            (database.Time.GetUtcNow().UtcTicks, together.Ticks, until.UtcTicks), static (session, ask) => QueueFigures.NextDue(session, ask.Item1, ask.Item2, ask.Item3)));
    }

    /// <summary>Ends every <see cref="WaitAsync"/>, so that receivers look again: the clock was moved.</summary>
    public void Wake() => signals.WakeAll();

    private string[] QueuesOf(string queueOrTopic)
    {
        if (topics.TryGetValue(queueOrTopic, out var queues))
        {
            return queues;
        }

        CheckQueue(queueOrTopic);
        return subscriptions.Contains(queueOrTopic)
            ? throw new ArgumentException($"{queueOrTopic} is a subscription: messages are sent to its topic.", nameof(queueOrTopic))
            : [queueOrTopic];
    }

    private void CheckQueue(string queue)
    {
        if (queue.Length == 0 || (options.Queues is { } known && !known.Contains(queue) && !subscriptions.Contains(queue)))
        {
            throw new ArgumentException($"There is no queue {queue}.", nameof(queue));
        }
    }

    private TimeSpan Pause(int deliveries)
    {
        var longest = options.FirstPause * Math.Pow(2, Math.Clamp(deliveries - 1, 0, 30));
        return (longest < options.LongestPause ? longest : options.LongestPause) * (0.5 + (options.Jitter.NextDouble() / 2));
    }
}
