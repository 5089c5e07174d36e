using Microsoft.Azure.Functions.Worker;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Health;

/// <summary>Looks how long the oldest message of each queue waits, for the metrics that operators are alerted by: Service Bus has none of it.</summary>
public sealed class MeasureQueues(IQueueAges ages, Liveness liveness, QueueReadings readings)
{
    private const string Cron = "0 */5 * * * *";

    [Function(nameof(MeasureQueues))]
    public async Task Run([TimerTrigger(Cron)] TimerInfo timer, CancellationToken cancellationToken)
    {
        var known = (await liveness.AskAsync().WaitAsync(cancellationToken)).Queues?.ToDictionary(queue => queue.Queue, StringComparer.Ordinal);
        foreach (var queue in Queues.All.Concat(Queues.Subscriptions))
        {
            var age = await ages.OldestAgeAsync(queue, cancellationToken);
            var statistics = known?.GetValueOrDefault(queue);
            readings.Set(new QueueReading(
                queue, (long)(age ?? TimeSpan.Zero).TotalSeconds, statistics?.Ready + statistics?.Scheduled + statistics?.Locked, statistics?.Dead));
        }
    }
}
