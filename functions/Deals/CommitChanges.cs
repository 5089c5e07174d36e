using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Deals;

/// <summary>
/// Stores the changes of one record: created in one commit with the record folded again; then a pointer in the partition of every owner
/// it ever had; at last a nudge, for every delivery, whether something was new or not.
/// </summary>
public sealed class CommitChanges(
    IDocumentStore store,
    ModelDirectory directory,
    RepeatedActivities repeats,
    IdentitySightings sightings,
    ActivityFeeds feeds,
    RecordPointers pointers,
    StoredOwners owners,
    IngestionCounters counters,
    TimeProvider time)
{
    /// <summary>Beyond this a record can no longer be folded into one document.</summary>
    public const int MaxRecordChanges = 4_000;

    private const int MaxChanges = 80;

    public async Task RunAsync(string pk, IReadOnlyList<ReceivedActivity> received, FollowOns followOns, CancellationToken cancellationToken)
    {
        var first = received[0].Activity;
        var key = new RecordKey(first.Source, first.RecordType!, first.RecordId!);
        await feeds.NoteAsync([.. received.Select(item => RecordChanges.FedAs(item.Activity))], cancellationToken);
        DealRecord? record = null;
        for (var left = received; left.Count > 0;)
        {
            // The earliest first: where a record becomes full, what is left out does not depend on how the delivery was put together.
            var (kept, others) = repeats.SettleWithin(left);
            foreach (var chunk in kept.OrderBy(item => item.Activity.OccurredAt).ThenBy(item => item.Activity.Key, StringComparer.Ordinal).Chunk(MaxChanges))
            {
                record = await CommitAsync(pk, key, chunk, cancellationToken);
            }

            left = await repeats.SettleStoredAsync(pk, others, cancellationToken);
        }

        if (record is null)
        {
            return;
        }

        var model = (await directory.GetAsync(cancellationToken)).Model;
        foreach (var owner in record.Owners)
        {
            // A share may name a person by their own id, which is no identity.
            if (!model.People.ContainsKey(owner) || record.Changes.Any(change => change.Fields?.GetValueOrDefault(RecordFields.Owner) == owner))
            {
                await sightings.NoteAsync(model, key.Source, owner, cancellationToken);
            }

            await pointers.NoteAsync(key, owner, await owners.WasErasedAsync(key.Source, owner, model, cancellationToken), cancellationToken);
        }

        followOns.ApplyDeal(key);
    }

    /// <returns>The record as it stands after the commit; null when there is none.</returns>
    private async Task<DealRecord?> CommitAsync(string pk, RecordKey key, ReceivedActivity[] changes, CancellationToken cancellationToken)
    {
        var attempts = new Attempts(time);
        while (true)
        {
            var stored = await store.ReadAsync<DealRecord>(pk, DealDocuments.RecordId, cancellationToken);
            if (changes.Length == 0)
            {
                return stored?.Value;
            }

            var record = DealFold.Add(stored?.Value, key.Source, key.Id, changes.Select(change => change.Activity), key.Type);
            if (record.Changes.Count > MaxRecordChanges)
            {
                changes = await FittingAsync(pk, stored?.Value, changes, cancellationToken);
                continue;
            }

            var batch = new DocumentBatch(pk);
            foreach (var change in changes)
            {
                change.AddTo(batch);
            }

            var document = DealDocuments.Record(pk, record);
            _ = stored is null ? batch.Create(document) : batch.Replace(stored.Document, document);
            switch (await store.CommitAsync(batch, cancellationToken))
            {
                case CommitResult.Committed:
                    counters.CountStored(changes.Length);
                    return record;
                case CommitResult.Refused { Reason: Refusal.Conflict or Refusal.Stale } refused when refused.Index >= 0 && refused.Index < changes.Length:
                    changes = [.. await repeats.SettleStoredAsync(pk, changes, cancellationToken)];
                    break;
                case CommitResult.Refused { Reason: Refusal.TooLarge } when changes.Length == 1:
                    await BuryAsync(pk, changes, "The record has grown too large to take the change.", cancellationToken);
                    changes = [];
                    break;
                case CommitResult.Refused { Reason: Refusal.TooLarge }:
                    await CommitAsync(pk, key, [.. changes.Take(changes.Length / 2)], cancellationToken);
                    changes = [.. changes.Skip(changes.Length / 2)];
                    break;
                default:
                    await attempts.AgainAsync(cancellationToken);
                    break;
            }
        }
    }

    /// <summary>The changes for which the record has room, and those it has already; the rest is dead.</summary>
    private async Task<ReceivedActivity[]> FittingAsync(string pk, DealRecord? record, ReceivedActivity[] changes, CancellationToken cancellationToken)
    {
        var known = (record?.Changes ?? []).Select(change => change.Key).ToHashSet(StringComparer.Ordinal);
        var room = MaxRecordChanges - known.Count;
        var fitting = changes.Where(change => known.Contains(change.Activity.Key) || room-- > 0).ToArray();
        await BuryAsync(pk, [.. changes.Except(fitting)], $"The record has {MaxRecordChanges} changes and takes no more.", cancellationToken);
        return fitting;
    }

    /// <summary>What is stored already is success, the rest is dead.</summary>
    private async Task BuryAsync(string pk, ReceivedActivity[] changes, string reason, CancellationToken cancellationToken)
    {
        foreach (var change in await repeats.SettleStoredAsync(pk, changes, cancellationToken))
        {
            await repeats.BuryAsync(change, reason, cancellationToken);
        }
    }
}
