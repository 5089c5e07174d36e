using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Activities;
using SalesPerf.Functions.DeadLetters;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Messages;

namespace SalesPerf.Functions.Activities;

/// <summary>
/// Stores what connectors received. A batch is grouped by partition; a group is one commit or a few. It never throws for one item:
/// what can never succeed becomes a dead document. On a transient fault it throws, and the whole delivery comes again, which changes nothing.
/// </summary>
public sealed class IngestActivities(
    CommitActivities activities, CommitChanges changes, Quarantine quarantine, DeadDocuments dead, IngestionCounters counters, TimeProvider time)
{
    private const int MaxGroupsAtOnce = 8;

    [Function(nameof(IngestActivities))]
    public async Task Run(
        [ServiceBusTrigger(Queues.IngestActivities, Connection = Queues.Connection, IsBatched = true)] string[] messages,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var received = new List<ReceivedActivity>(messages.Length);
        foreach (var message in messages)
        {
            if (await ReadAsync(message, now, cancellationToken) is not { } item)
            {
                continue;
            }

            if (Quarantine.IsAhead(item.Activity, now))
            {
                await quarantine.KeepAsync(item, cancellationToken);
            }
            else
            {
                received.Add(item);
            }
        }

        await Parallel.ForEachAsync(
            received.GroupBy(item => ActivityDocuments.Partition(item.Activity), StringComparer.Ordinal),
            new ParallelOptions { MaxDegreeOfParallelism = MaxGroupsAtOnce, CancellationToken = cancellationToken },
            async (group, stop) =>
            {
                ReceivedActivity[] items = [.. group];
                await (items[0].Activity.RecordType is null ? activities.RunAsync(group.Key, items, stop) : changes.RunAsync(group.Key, items, stop));
            });
    }

    private async Task<ReceivedActivity?> ReadAsync(string message, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            var envelope = Envelopes.Read<Activity>(message);
            return new ReceivedActivity(envelope.Id, envelope.Data, message);
        }
        catch (JsonException problem)
        {
            counters.CountDead();
            var id = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(message)));
            await dead.AddAsync(new DeadDocument(id, now, Queues.IngestActivities, problem.Message, null, null, message), cancellationToken);
            return null;
        }
    }
}
