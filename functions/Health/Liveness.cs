using Microsoft.Extensions.Logging;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Health;

/// <summary>Whether the store answers and what waits in the queues, looked up at most once a second however many ask.</summary>
public sealed partial class Liveness(
    IDocumentStore store, IEnumerable<IQueueStatistics> buses, IEnumerable<IStoreCondition> conditions, TimeProvider time, ILogger<Liveness> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly long started = time.GetTimestamp();

    private readonly Lock gate = new();

    private Task<Findings>? asked;

    private long askedAt;

    public TimeSpan Uptime => time.GetElapsedTime(started);

    public Task<Findings> AskAsync()
    {
        lock (gate)
        {
            if (asked is null || (asked.IsCompleted && time.GetElapsedTime(askedAt) >= Interval))
            {
                askedAt = time.GetTimestamp();
                asked = Task.Run(LookAsync);
            }

            return asked;
        }
    }

    private async Task<Findings> LookAsync()
    {
        using var enough = new CancellationTokenSource(Patience, time);
        try
        {
            await store.ReadAsync("health", "probe", enough.Token).WaitAsync(enough.Token);
            foreach (var condition in conditions)
            {
                if (await condition.FaultAsync(enough.Token).WaitAsync(enough.Token) is { } fault)
                {
                    LogFault(fault);
                    return new(false, null);
                }
            }

            // Only the embedded bus can say what is in its queues.
            return buses.FirstOrDefault() is { } bus
                ? new(true, await bus.StatisticsAsync(enough.Token).WaitAsync(enough.Token))
                : new(true, null);
        }
        catch (Exception exception)
        {
            // Whatever it is, it is the finding.
            LogSilent(exception);
            return new(false, null);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Fault}")]
    private partial void LogFault(string fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store does not answer")]
    private partial void LogSilent(Exception exception);
}

/// <summary>What was found.</summary>
/// <param name="IsStoreAnswering">True when the store answered in time.</param>
/// <param name="Queues">What waits; null where the bus cannot say.</param>
public sealed record Findings(bool IsStoreAnswering, IReadOnlyList<QueueStatistics>? Queues);
