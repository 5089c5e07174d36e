using System.Diagnostics;

namespace SalesPerf.Functions.Health;

/// <summary>What traces and metrics are called, on both hosts. Alerts in <c>infra/</c> name the same metrics.</summary>
public static class Telemetry
{
    /// <summary>Of the source of traces and of the meter.</summary>
    public const string Name = "SalesPerf";

    /// <summary>Activities stored, since the process started; so with all counts.</summary>
    public const string ActivitiesStored = "salesperf.activities.stored";

    /// <summary>Activities that were there already.</summary>
    public const string ActivitiesDuplicates = "salesperf.activities.duplicates";

    /// <summary>Messages of activities that became dead documents.</summary>
    public const string ActivitiesDead = "salesperf.activities.dead";

    /// <summary>Activities of the future, which wait.</summary>
    public const string ActivitiesQuarantined = "salesperf.activities.quarantined";

    /// <summary>Point reads.</summary>
    public const string StoreReads = "salesperf.store.reads";

    /// <summary>Pages of ranges.</summary>
    public const string StoreRanges = "salesperf.store.ranges";

    /// <summary>Commits applied.</summary>
    public const string StoreCommits = "salesperf.store.commits";

    /// <summary>Commits refused.</summary>
    public const string StoreRefusals = "salesperf.store.refusals";

    /// <summary>Operations that threw.</summary>
    public const string StoreFailures = "salesperf.store.failures";

    /// <summary>Messages sent.</summary>
    public const string MessagesSent = "salesperf.messages.sent";

    /// <summary>Sendings that failed: the broker was busy or away.</summary>
    public const string SendingsFailed = "salesperf.sendings.failed";

    /// <summary>Messages a function completed, by <see cref="Function"/>.</summary>
    public const string MessagesCompleted = "salesperf.messages.completed";

    /// <summary>Messages a function gave back, by <see cref="Function"/>; each delivery counts.</summary>
    public const string MessagesFailed = "salesperf.messages.failed";

    /// <summary>Firings of a timer that failed, by <see cref="Function"/>.</summary>
    public const string TimersFailed = "salesperf.timers.failed";

    /// <summary>Seconds that the oldest message has waited, by <see cref="Queue"/>; 0 when none waits.</summary>
    public const string QueueOldest = "salesperf.queue.oldest";

    /// <summary>Messages waiting and in work, by <see cref="Queue"/>, where the broker can say.</summary>
    public const string QueueDepth = "salesperf.queue.depth";

    /// <summary>Dead letters, by <see cref="Queue"/>, where the broker can say.</summary>
    public const string QueueDead = "salesperf.queue.dead";

    /// <summary>Seconds since the process started.</summary>
    public const string Uptime = "salesperf.uptime";

    /// <summary>The tag that names a function.</summary>
    public const string Function = "function";

    /// <summary>The tag that names a queue, of a subscription <c>{topic}/{subscription}</c>.</summary>
    public const string Queue = "queue";

    /// <summary>Where spans of this app start. Without a listener none does.</summary>
    public static ActivitySource Source { get; } = new(Name);
}
