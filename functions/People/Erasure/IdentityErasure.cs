using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.People.Erasure;

/// <summary>
/// Gives what an identity did another owner id. Its activities are ingested once more under the new one, as if they came in for the first time, and each is deleted where it was
/// when it is stored where it belongs: nothing is lost or counted twice, wherever this stops. Records are rewritten where they are and applied again.
/// </summary>
public sealed class IdentityErasure(IDocumentStore store, IMessageBus bus, Nudges nudges, TimeProvider time)
{
    private const int PageSize = 100;
    private const int MaxPages = 50;
    private const int MaxOperations = 50;

    /// <summary>One round. Returns how many activities still wait to be stored under the new owner, and records that were rewritten.</summary>
    internal async Task<int> MoveAsync(ErasedIdentity identity, Erased erased, CancellationToken cancellationToken)
    {
        var (from, to) = (identity.From, identity.To);
        var rewritten = 0;
        await foreach (var pointer in PointersAsync(from, cancellationToken))
        {
            if (identity.IsMoved)
            {
                var moved = DealDocuments.Pointer(from.Source, to, pointer.Value);
                await store.CommitAsync(new DocumentBatch(moved.Pk).Create(moved), cancellationToken);
            }

            rewritten += await RewriteAsync(new RecordKey(from.Source, pointer.Value.Type, pointer.Value.Id), from.Owner, to, erased, cancellationToken);
        }

        return rewritten + (identity.IsMoved ? await MoveActivitiesAsync(from, to, erased, cancellationToken) : 0);
    }

    /// <summary>
    /// Takes names and addresses out of what is stored where it belongs: under a mail address's hash all that ever was, else what came in since the erasure began.
    /// Returns how much was rewritten.
    /// </summary>
    internal async Task<int> CleanAsync(IdentityKey key, Erased erased, CancellationToken cancellationToken)
    {
        var rewritten = 0;
        if (erased.Texts.Count == 0)
        {
            return 0;
        }

        await foreach (var pointer in PointersAsync(key, cancellationToken))
        {
            rewritten += await RewriteAsync(new RecordKey(key.Source, pointer.Value.Type, pointer.Value.Id), key.Owner, key.Owner, erased, cancellationToken);
        }

        return rewritten + await CleanAsync(Partitions.Who(key.Source, key.Owner), erased, cancellationToken);
    }

    /// <summary>Takes names and addresses out of the activities of a partition.</summary>
    internal async Task<int> CleanAsync(string pk, Erased erased, CancellationToken cancellationToken)
    {
        var rewritten = 0;
        await foreach (var activity in store.RangeAsync<Activity>(new RangeQuery(pk, ActivityDocuments.Kind, Size: PageSize), cancellationToken))
        {
            var written = erased.From(activity.Value, "", "");
            if (!ReferenceEquals(written, activity.Value))
            {
                await store.CommitAsync(new DocumentBatch(pk).Replace(activity.Document, ActivityDocuments.Document(written)), cancellationToken);
                rewritten++;
            }
        }

        return rewritten;
    }

    /// <summary>Whose the identity is now; null when it is nobody's.</summary>
    internal async Task<string?> HolderAsync(IdentityKey key, CancellationToken cancellationToken) =>
        (await store.ReadAsync<Identity>(Partitions.People, IdentityDocuments.Id(key.Source, key.Owner), cancellationToken))?.Value.Person;

    /// <summary>Deletes what is left of the identity under its own owner id. Called when nothing comes in under it any more.</summary>
    internal async Task ForgetAsync(IdentityKey from, CancellationToken cancellationToken)
    {
        var pk = Partitions.Who(from.Source, from.Owner);
        foreach (var kind in new[] { RollupDocuments.Kind, RollupDocuments.MetricKind, DealDocuments.PointerKind })
        {
            for (var page = await NextAsync(); page.Count > 0; page = await NextAsync())
            {
                await DeleteAsync(pk, [.. page.Select(document => document.Id)], cancellationToken);
            }

            async Task<IReadOnlyList<Document>> NextAsync() => (await store.RangeAsync(new RangeQuery(pk, kind, Size: PageSize), cancellationToken)).Items;
        }

        await DeleteAsync(Partitions.People, [IdentityDocuments.Id(from.Source, from.Owner)], cancellationToken);
    }

    private async Task<int> MoveActivitiesAsync(IdentityKey from, string to, Erased erased, CancellationToken cancellationToken)
    {
        var (pk, target) = (Partitions.Who(from.Source, from.Owner), Partitions.Who(from.Source, to));
        var query = new RangeQuery(pk, ActivityDocuments.Kind, Size: PageSize);
        var waiting = 0;
        for (var pages = 0; pages < MaxPages; pages++)
        {
            var page = await store.RangeAsync(query, cancellationToken);
            var stored = (await store.ReadManyAsync(target, [.. page.Items.Select(document => document.Id)], cancellationToken)).Select(document => document.Id).ToHashSet(StringComparer.Ordinal);
            var now = time.GetUtcNow();
            BusMessage[] missing = [.. page.Items
                .Where(document => !stored.Contains(document.Id))
                .Select(document => TypedDocuments.Open<Activity>(document).Value)
                .Select(activity => Envelopes.Message(ActivityEnvelope.Type, erased.From(activity, from.Owner, to), now))];
            if (missing.Length > 0)
            {
                await bus.SendAsync(Queues.IngestActivities, missing, cancellationToken);
            }

            await DeleteAsync(pk, [.. stored], cancellationToken);
            waiting += missing.Length;
            if (page.Continuation is null)
            {
                return waiting;
            }

            query = query with { Continuation = page.Continuation };
        }

        return waiting + 1;
    }

    private IAsyncEnumerable<Stored<RecordPointer>> PointersAsync(IdentityKey identity, CancellationToken cancellationToken) =>
        store.RangeAsync<RecordPointer>(new RangeQuery(Partitions.Who(identity.Source, identity.Owner), DealDocuments.PointerKind), cancellationToken);

    /// <summary>1 when something was rewritten.</summary>
    private async Task<int> RewriteAsync(RecordKey key, string owner, string to, Erased erased, CancellationToken cancellationToken)
    {
        var pk = Partitions.Record(key.Source, key.Type, key.Id);
        var changed = new List<(Document Read, Document Written)>();
        await foreach (var change in store.RangeAsync<Activity>(new RangeQuery(pk, ActivityDocuments.ChangeKind), cancellationToken))
        {
            var written = erased.From(change.Value, owner, to);
            if (!ReferenceEquals(written, change.Value))
            {
                changed.Add((change.Document, ActivityDocuments.Document(written)));
            }
        }

        var record = await store.ReadAsync<DealRecord>(pk, DealDocuments.RecordId, cancellationToken);
        var folded = record is null ? null : erased.From(record.Value, owner, to);
        if (changed.Count == 0 && folded is null)
        {
            return 0;
        }

        // Whoever ends between rewriting it and saying so has said so before.
        await bus.SendAsync(Queues.ApplyDeal, [FollowOn.ApplyDeal(key).Message(time.GetUtcNow(), time.GetUtcNow() + Command.SafetyDelay)], cancellationToken);
        foreach (var chunk in changed.Chunk(MaxOperations))
        {
            var batch = new DocumentBatch(pk);
            foreach (var (read, written) in chunk)
            {
                batch.Replace(read, written);
            }

            await store.CommitAsync(batch, cancellationToken);
        }

        // The fold last. Who loses its ETag finds it as it was in the next round.
        if (folded is not null)
        {
            await store.CommitAsync(new DocumentBatch(pk).Replace(record!.Document, DealDocuments.Record(pk, folded)), cancellationToken); // folded from it
        }

        await nudges.ApplyDealsAsync([key], cancellationToken);
        return 1;
    }

    /// <summary>Absent ones are what is wanted.</summary>
    private async Task DeleteAsync(string pk, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        foreach (var chunk in ids.Chunk(MaxOperations))
        {
            var batch = chunk.Aggregate(new DocumentBatch(pk), (batch, id) => batch.Delete(id));
            if (await store.CommitAsync(batch, cancellationToken) is CommitResult.Refused && chunk.Length > 1)
            {
                foreach (var id in chunk)
                {
                    await store.CommitAsync(new DocumentBatch(pk).Delete(id), cancellationToken);
                }
            }
        }
    }
}
