using Microsoft.Azure.Functions.Worker;
using SalesPerf.Functions.Messages;

namespace SalesPerf.Functions.Activities;

/// <summary>Gives a day's quarantined events back to ingestion as they fall due.</summary>
public sealed class ReleaseQuarantine(Quarantine quarantine, TimeProvider time)
{
    [Function(nameof(ReleaseQuarantine))]
    public Task Run([ServiceBusTrigger(Queues.ReleaseQuarantine, Connection = Queues.Connection)] string message, CancellationToken cancellationToken) =>
        quarantine.ReleaseAsync(Envelopes.Read<QuarantineDay>(message).Data.Day, time.GetUtcNow(), cancellationToken);
}
