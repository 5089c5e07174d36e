using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SalesPerf.Functions.Health;
using SalesPerf.Functions.Messages;
using SalesPerf.Local.Hosting;
using SalesPerf.Platform.Messages.Embedded;

namespace SalesPerf.Local.Messages;

/// <summary>What receivers share: the broker, the settings, how a call is made and settled.</summary>
internal sealed partial class ReceiverCalls(EmbeddedMessageBus bus, IServiceScopeFactory scopes, HostSettings settings, FunctionRuns runs, ILogger<ReceiverCalls> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // By the machine's own clock: the host's may be one that jumps.
    private readonly Causes causes = new(TimeProvider.System);

    // A call ends at its timeout, so its lock outlives it and is never renewed. When the process ends, its locks end with it.
    private readonly TimeSpan lockFor = settings.FunctionTimeout + TimeSpan.FromMinutes(1);

    public HostSettings Settings => settings;

    public Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(string queue, int max, CancellationToken cancellationToken) =>
        bus.ReceiveAsync(queue, max, lockFor, cancellationToken);

    public Task WaitAsync(string queue, CancellationToken cancellationToken) => bus.WaitAsync(queue, cancellationToken);

    /// <summary>Calls the function in a scope of its own. Null when it completed, else why not.</summary>
    public async Task<Exception?> CallAsync(
        string function, IReadOnlyList<ReceivedMessage> messages, Func<IServiceProvider, CancellationToken, Task> call, CancellationToken abort)
    {
        var started = Stopwatch.GetTimestamp();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(abort);
        ending.CancelAfter(settings.FunctionTimeout);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await runs.RunMessagesAsync(function, messages.Count, messages.Select(message => message.Body), () => call(scope.ServiceProvider, ending.Token));
        }
        catch (Exception exception)
        {
            if (logger.IsEnabled(LogLevel.Warning))
            {
                LogFailed(logger, exception, function, messages[0].Id, Keys(messages), messages.Count, messages.Max(message => message.DeliveryCount));
            }

            return exception;
        }

        var elapsed = Stopwatch.GetElapsedTime(started);
        if (logger.IsEnabled(LogLevel.Information))
        {
            var keys = Keys(messages);
            LogDone(logger, function, messages[0].Id, keys, messages.Count, elapsed.TotalMilliseconds);
        }

        return null;
    }

    /// <summary>What a message is about. A batch is about many things.</summary>
    private static string Keys(IReadOnlyList<ReceivedMessage> messages) => messages.Count == 1 ? MessageKeys.Of(messages[0].Body) : "";

    /// <summary>
    /// Completes messages, or gives them back; while the disk takes neither, again and again. It does not throw: what could not be settled is delivered again.
    /// </summary>
    /// <param name="function">Who was called.</param>
    /// <param name="messages">With what.</param>
    /// <param name="failure">Why it did not complete; null when it did.</param>
    /// <param name="abort">Tries no more.</param>
    public async Task SettleAsync(string function, IReadOnlyList<ReceivedMessage> messages, Exception? failure, CancellationToken abort)
    {
        while (!await TrySettleAsync(function, messages, failure, abort))
        {
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    /// <summary>Says that the broker failed, and waits a little before it is asked again.</summary>
    public async Task PauseAsync(Exception exception, string queue, CancellationToken cancellationToken)
    {
        if (causes.IsToBeSaid($"receive {exception.Message}"))
        {
            LogBrokerFailed(logger, exception, queue);
        }

        await Task.Delay(Pause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>False when it is worth another try.</summary>
    private async Task<bool> TrySettleAsync(string function, IReadOnlyList<ReceivedMessage> messages, Exception? failure, CancellationToken abort)
    {
        try
        {
            var lost = failure is null
                ? await bus.CompleteAsync(messages, CancellationToken.None)
                : await bus.AbandonAsync(messages, $"{failure.GetType().Name}: {failure.Message}", CancellationToken.None);
            if (lost.Count > 0)
            {
                LogLost(logger, function, lost.Count);
            }
        }
        catch (Exception exception)
        {
            if (causes.IsToBeSaid($"settle {exception.Message}"))
            {
                LogUnsettled(logger, exception, function, messages.Count);
            }

            return exception is not TimeoutException || abort.IsCancellationRequested;
        }

        return true;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Function} {Message} {Keys} done, {Count} messages in {Milliseconds:F1} ms")]
    private static partial void LogDone(ILogger logger, string function, long message, string keys, int count, double milliseconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Function} {Message} {Keys} failed, {Count} messages given back after delivery {Delivery}")]
    private static partial void LogFailed(ILogger logger, Exception exception, string function, long message, string keys, int count, int delivery);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Function} lost the lock of {Count} messages: they are delivered again")]
    private static partial void LogLost(ILogger logger, string function, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Function} could not settle {Count} messages: they are delivered again")]
    private static partial void LogUnsettled(ILogger logger, Exception exception, string function, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Nothing can be received from {Queue} at the moment")]
    private static partial void LogBrokerFailed(ILogger logger, Exception exception, string queue);
}
