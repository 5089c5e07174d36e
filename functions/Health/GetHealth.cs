using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Health;

/// <summary>Whether this works, and what it did since it started. 503 when the store does not answer.</summary>
[PublicRoute("Load balancers and monitors have no key. It tells counts, no content.")]
public sealed class GetHealth(Liveness liveness, StoreCounters store, SendingCounters sendings, IngestionCounters ingestion, SourceSecretStore secrets)
{
    private static readonly string Version =
        typeof(GetHealth).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    [Function(nameof(GetHealth))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/health")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (isAnswering, queues) = await liveness.AskAsync().WaitAsync(cancellationToken);
        var report = new HealthReport(
            isAnswering ? "ok" : "failing",
            Version,
            (long)liveness.Uptime.TotalSeconds,
            new(ingestion.Stored, ingestion.Duplicates, ingestion.Dead, ingestion.Quarantined),
            new(store.Reads, store.Ranges, store.Commits, store.Refusals, store.Failures),
            new(sendings.Sent, sendings.Failures, sendings.AwaySince),
            queues?.Select(queue => new QueueReport(
                queue.Queue, queue.Ready + queue.Scheduled + queue.Locked, queue.Dead, (long?)queue.OldestAge?.TotalSeconds)).ToList(),
            secrets.UnreadableCount);
        return Reply.Json(report, status: isAnswering ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}

/// <summary>The answer of <c>/api/v1/health</c>. Counts are of this process since it started.</summary>
/// <param name="Status"><c>ok</c>, or <c>failing</c> when the store does not answer.</param>
/// <param name="Version">Of the program.</param>
/// <param name="UptimeSeconds">Since the process started.</param>
/// <param name="Activities">What ingestion did.</param>
/// <param name="Store">Operations on the store.</param>
/// <param name="Bus">Sendings to the broker.</param>
/// <param name="Queues">What waits, where the bus can say.</param>
/// <param name="UnreadableSecrets">Sources whose secret cannot be decrypted, since the key ring is not the one it was encrypted with: nothing they post verifies until it is set again.</param>
public sealed record HealthReport(
    string Status, string Version, long UptimeSeconds, ActivityReport Activities, StoreReport Store, BusReport Bus, IReadOnlyList<QueueReport>? Queues, int UnreadableSecrets);

/// <summary>Activities by what became of them.</summary>
public sealed record ActivityReport(long Stored, long Duplicates, long Dead, long Quarantined);

/// <summary>Operations by kind and outcome.</summary>
public sealed record StoreReport(long Reads, long Ranges, long Commits, long Refusals, long Failures);

/// <summary>Messages sent and sendings that failed.</summary>
/// <param name="AwaySince">Since when the broker cannot be sent to; absent while it can.</param>
public sealed record BusReport(long Sent, long Failures, DateTimeOffset? AwaySince);

/// <summary>One queue.</summary>
/// <param name="Queue">Its name.</param>
/// <param name="Depth">Messages in it, waiting and in work.</param>
/// <param name="Dead">Dead letters.</param>
/// <param name="OldestAgeSeconds">Since the oldest was sent; absent when it is empty.</param>
public sealed record QueueReport(string Queue, long Depth, long Dead, long? OldestAgeSeconds);
