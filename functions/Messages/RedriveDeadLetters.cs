using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Messages;

/// <summary>
/// Sends dead letters back. What is dead-lettered failed for reasons that pass, since what can never succeed became a dead document;
/// the number of redrives ends what was judged wrongly.
/// </summary>
public sealed partial class RedriveDeadLetters(IMessageBus bus, ILogger<RedriveDeadLetters> logger)
{
    /// <summary>Every 15 minutes.</summary>
    public const string Cron = "0 */15 * * * *";

    /// <summary>A day of tries.</summary>
    public const int MaxRedrives = 96;

    /// <summary>Of one queue at a time.</summary>
    public const int PerQueue = 1_000;

    private const int MaxTimeouts = 3;

    [Function(nameof(RedriveDeadLetters))]
    public async Task Run([TimerTrigger(Cron)] TimerInfo timer, CancellationToken cancellationToken)
    {
        var failures = new List<Exception>();
        foreach (var queue in Queues.All.Concat(Queues.Subscriptions))
        {
            try
            {
                await RedriveAsync(queue, cancellationToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                failures.Add(failure); // The other queues have no part in it: one may be full. But a broker that is away is not asked for each.
                if (failures.OfType<TimeoutException>().Count() == MaxTimeouts)
                {
                    throw new TimeoutException("The broker is away, or several queues are full: dead letters are sent back later.", new AggregateException(failures));
                }
            }
        }

        if (failures.Count > 0)
        {
            throw new AggregateException("Dead letters could not be sent back.", failures);
        }
    }

    private async Task RedriveAsync(string queue, CancellationToken cancellationToken)
    {
        var count = await bus.RedriveDeadLettersAsync(queue, PerQueue, MaxRedrives, cancellationToken);
        if (count > 0)
        {
            LogRedriven(logger, queue, count);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} dead letters of {Queue} were sent back")]
    private static partial void LogRedriven(ILogger logger, string queue, int count);
}
