using Microsoft.Azure.Functions.Worker;
using SalesPerf.Functions.Messages;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Activities;

/// <summary>Every five minutes: asks for the release of every day with events that may be due. The days are kept until they are done, so a firing that is missed loses nothing.</summary>
public sealed class ScheduleQuarantine(Quarantine quarantine, IMessageBus bus, TimeProvider time)
{
    [Function(nameof(ScheduleQuarantine))]
    public async Task Run([TimerTrigger("0 */5 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var day in await quarantine.DueDaysAsync(now, cancellationToken))
        {
            await bus.SendAsync(Queues.ReleaseQuarantine, [Envelopes.Message("salesperf.quarantine.release", day, now)], cancellationToken);
        }
    }
}
