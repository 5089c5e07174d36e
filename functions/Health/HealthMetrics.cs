using System.Diagnostics.Metrics;
using SalesPerf.Functions.Activities;

namespace SalesPerf.Functions.Health;

/// <summary>The counts of <c>/api/v1/health</c> as metrics. They are read when somebody collects them, and cost nothing otherwise.</summary>
public sealed class HealthMetrics : IDisposable
{
    private const string Operation = "{operation}";
    private readonly Meter meter = new(Telemetry.Name);

    public HealthMetrics(Liveness liveness, IngestionCounters ingestion, StoreCounters store, SendingCounters sendings, QueueReadings queues)
    {
        Count(Telemetry.ActivitiesStored, "{activity}", () => ingestion.Stored);
        Count(Telemetry.ActivitiesDuplicates, "{activity}", () => ingestion.Duplicates);
        Count(Telemetry.ActivitiesDead, "{activity}", () => ingestion.Dead);
        Count(Telemetry.ActivitiesQuarantined, "{activity}", () => ingestion.Quarantined);
        Count(Telemetry.StoreReads, Operation, () => store.Reads);
        Count(Telemetry.StoreRanges, Operation, () => store.Ranges);
        Count(Telemetry.StoreCommits, Operation, () => store.Commits);
        Count(Telemetry.StoreRefusals, Operation, () => store.Refusals);
        Count(Telemetry.StoreFailures, Operation, () => store.Failures);
        Count(Telemetry.MessagesSent, "{message}", () => sendings.Sent);
        Count(Telemetry.SendingsFailed, Operation, () => sendings.Failures);
        Gauge(Telemetry.QueueOldest, "s", queues, reading => reading.OldestSeconds);
        Gauge(Telemetry.QueueDepth, "{message}", queues, reading => reading.Depth);
        Gauge(Telemetry.QueueDead, "{message}", queues, reading => reading.Dead);
        meter.CreateObservableGauge(Telemetry.Uptime, () => (long)liveness.Uptime.TotalSeconds, "s");
    }

    public void Dispose() => meter.Dispose();

    private void Count(string name, string unit, Func<long> value) => meter.CreateObservableCounter(name, value, unit);

    private void Gauge(string name, string unit, QueueReadings queues, Func<QueueReading, long?> value) => meter.CreateObservableGauge(
        name,
        () => queues.Fresh()
            .Select(reading => (reading.Queue, Value: value(reading)))
            .Where(found => found.Value is not null)
            .Select(found => new Measurement<long>(found.Value.GetValueOrDefault(), new KeyValuePair<string, object?>(Telemetry.Queue, found.Queue))),
        unit);
}
