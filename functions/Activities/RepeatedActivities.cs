using SalesPerf.Domain.Activities;
using SalesPerf.Functions.DeadLetters;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Activities;

/// <summary>
/// Settles repeats. The same content under the same key is the same event and counts once; other content under a key that is taken
/// can never succeed and becomes a dead document.
/// </summary>
public sealed class RepeatedActivities(IDocumentStore store, DeadDocuments dead, IngestionCounters counters)
{
    /// <summary>One of each key inside a delivery: the one received first.</summary>
    public async Task<IReadOnlyList<ReceivedActivity>> SettleWithinAsync(IEnumerable<ReceivedActivity> received, CancellationToken cancellationToken)
    {
        var kept = new Dictionary<string, ReceivedActivity>(StringComparer.Ordinal);
        foreach (var item in received.OrderBy(item => item.Activity.ReceivedAt).ThenBy(item => item.MessageId, StringComparer.Ordinal))
        {
            if (kept.TryAdd(item.DocumentId, item))
            {
                continue;
            }

            await RepeatAsync(item, kept[item.DocumentId].Activity, cancellationToken);
        }

        return [.. kept.Values];
    }

    /// <summary>After a refused create: those that are not stored yet.</summary>
    public async Task<IReadOnlyList<ReceivedActivity>> SettleStoredAsync(string pk, IReadOnlyList<ReceivedActivity> received, CancellationToken cancellationToken)
    {
        var stored = (await store.ReadManyAsync<Activity>(pk, [.. received.Select(item => item.DocumentId)], cancellationToken))
            .ToDictionary(found => found.Document.Id, found => found.Value, StringComparer.Ordinal);
        var left = new List<ReceivedActivity>(received.Count);
        foreach (var item in received)
        {
            if (stored.TryGetValue(item.DocumentId, out var known))
            {
                await RepeatAsync(item, known, cancellationToken);
            }
            else
            {
                left.Add(item);
            }
        }

        return left;
    }

    /// <summary>After a refused create in quarantine: the same again is success.</summary>
    public async Task SettleQuarantinedAsync(string pk, string id, ReceivedActivity item, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync<Activity>(pk, id, cancellationToken) is { } known)
        {
            await RepeatAsync(item, known.Value, cancellationToken);
        }
    }

    private async Task RepeatAsync(ReceivedActivity item, Activity known, CancellationToken cancellationToken)
    {
        if (ActivityContent.AreEqual(known, item.Activity))
        {
            counters.CountDuplicate();
            return;
        }

        await BuryAsync(item, "The event key is taken by an event with other content.", cancellationToken);
    }

    /// <summary>Makes a dead document of what can never succeed.</summary>
    public async Task BuryAsync(ReceivedActivity item, string reason, CancellationToken cancellationToken)
    {
        counters.CountDead();
        await dead.AddAsync(
            new DeadDocument(item.MessageId, item.Activity.ReceivedAt, Queues.IngestActivities, reason, item.Activity.Source, item.Activity.Key, item.Message),
            cancellationToken);
    }
}
