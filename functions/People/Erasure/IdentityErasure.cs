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
public sealed class IdentityErasure(IDocumentStore store, IMessageBus bus, ReusedOwners reused, Nudges nudges, TimeProvider time)
{
    private const int PageSize = 100;
    private const int MaxPages = 50;
    private const int MaxOperations = 50;

    /// <summary>Records a message moves.</summary>
    private const int RecordsMoved = 200;

    /// <summary>Records take several reads and writes each.</summary>
    private const int RecordsAtOnce = 10;

    /// <summary>Whoever writes the same at that moment may win so often.</summary>
    private const int MaxTries = 5;

    /// <summary>One round, of so much as one message may take. Returns how much was found: until it is nothing there may be more.</summary>
    internal async Task<int> MoveAsync(ErasedIdentity identity, Erased erased, CancellationToken cancellationToken) =>
        await MoveRecordsAsync(identity.From, identity.To, erased, cancellationToken) + await MoveActivitiesAsync(identity.From, identity.StandIn, erased, cancellationToken);

    /// <summary>Takes names and addresses out of a page of an identity's records.</summary>
    internal async Task<CleanedPage> CleanRecordsAsync(IdentityKey key, Erased erased, string? continuation, CancellationToken cancellationToken)
    {
        var query = new RangeQuery(Partitions.Who(key.Source, key.Owner), DealDocuments.PointerKind, Continuation: continuation, Size: RecordsAtOnce);
        var page = await store.RangeAsync(query, cancellationToken);
        var isClean = true;
        foreach (var pointer in page.Items.Select(TypedDocuments.Open<RecordPointer>))
        {
            isClean &= await IsCleanAsync(new RecordKey(key.Source, pointer.Value.Type, pointer.Value.Id), key.Owner, key.Owner, erased, cancellationToken);
        }

        return new CleanedPage(isClean, page.Continuation);
    }

    /// <summary>Takes names and addresses out of a page of a partition's activities.</summary>
    internal async Task<CleanedPage> CleanActivitiesAsync(string pk, Erased erased, string? continuation, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var page = await store.RangeAsync(new RangeQuery(pk, ActivityDocuments.Kind, Continuation: continuation, Size: PageSize), cancellationToken);
            var lost = 0;
            foreach (var activity in page.Items.Select(TypedDocuments.Open<Activity>))
            {
                var written = erased.From(activity.Value, "", "");
                if (!ReferenceEquals(written, activity.Value)
                    && await store.CommitAsync(new DocumentBatch(pk).Replace(activity.Document, ActivityDocuments.Document(written)), cancellationToken) is CommitResult.Refused)
                {
                    lost++;
                }
            }

            if (lost == 0 || tries == MaxTries)
            {
                return new CleanedPage(lost == 0, page.Continuation);
            }
        }
    }

    /// <summary>True while an identity is the person's, or nobody's.</summary>
    internal async Task<bool> IsOfAsync(string person, IdentityKey key, CancellationToken cancellationToken) =>
        await store.ReadAsync<Identity>(Partitions.People, IdentityDocuments.Id(key.Source, key.Owner), cancellationToken) is { } identity
        && (identity.Value.Person ?? person) == person;

    /// <summary>Deletes what is left in the identity's partition, when nothing comes in there any more, and the notes on what passed on to it, or lets them say where it is now.</summary>
    internal async Task EmptyAsync(ErasedIdentity identity, CancellationToken cancellationToken)
    {
        await reused.ForgetAsync(identity.From, identity.StandIn, cancellationToken);
        var pk = Partitions.Who(identity.From.Source, identity.From.Owner);
        foreach (var kind in new[] { RollupDocuments.Kind, RollupDocuments.MetricKind })
        {
            for (var page = await NextAsync(); page.Count > 0; page = await NextAsync())
            {
                await DeleteAsync(pk, [.. page.Select(document => document.Id)], cancellationToken);
            }

            async Task<IReadOnlyList<Document>> NextAsync() => (await store.RangeAsync(new RangeQuery(pk, kind, Size: PageSize), cancellationToken)).Items;
        }
    }

    /// <summary>A record that names the old owner no more is pointed to by the new one alone: what is still to be done is what is still pointed to.</summary>
    private async Task<int> MoveRecordsAsync(IdentityKey from, string to, Erased erased, CancellationToken cancellationToken)
    {
        var pk = Partitions.Who(from.Source, from.Owner);
        var page = await store.RangeAsync(new RangeQuery(pk, DealDocuments.PointerKind, Size: RecordsMoved), cancellationToken);
        var done = new List<string>();
        foreach (var pointer in page.Items.Select(TypedDocuments.Open<RecordPointer>))
        {
            var moved = DealDocuments.Pointer(from.Source, to, pointer.Value);
            await store.CommitAsync(new DocumentBatch(moved.Pk).Create(moved), cancellationToken);
            if (await IsCleanAsync(new RecordKey(from.Source, pointer.Value.Type, pointer.Value.Id), from.Owner, to, erased, cancellationToken))
            {
                done.Add(pointer.Document.Id);
            }
        }

        await DeleteAsync(pk, done, cancellationToken);
        return page.Items.Count;
    }

    /// <summary>What came in before under the first stand-in stays there.</summary>
    private async Task<int> MoveActivitiesAsync(IdentityKey from, StandIn to, Erased erased, CancellationToken cancellationToken)
    {
        var pk = Partitions.Who(from.Source, from.Owner);
        var query = new RangeQuery(pk, ActivityDocuments.Kind, Size: PageSize);
        var waiting = 0;
        for (var pages = 0; pages < MaxPages; pages++)
        {
            var page = await store.RangeAsync(query, cancellationToken);
            var stored = new HashSet<string>(StringComparer.Ordinal);
            foreach (var target in new[] { to.Owner, to.First }.Distinct())
            {
                var found = await store.ReadManyAsync(Partitions.Who(from.Source, target), [.. page.Items.Select(document => document.Id)], cancellationToken);
                stored.UnionWith(found.Where(document => document.Kind == ActivityDocuments.Kind).Select(document => document.Id));
            }

            var now = time.GetUtcNow();
            BusMessage[] missing = [.. page.Items
                .Where(document => !stored.Contains(document.Id))
                .Select(document => TypedDocuments.Open<Activity>(document).Value)
                .Select(activity => Envelopes.Message(ActivityEnvelope.Type, erased.From(activity, from.Owner, to.Owner), now))];
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

    /// <summary>Rewrites a record until nothing of it is about the person. False when others wrote it at the same time so often that it is not known.</summary>
    private async Task<bool> IsCleanAsync(RecordKey key, string owner, string to, Erased erased, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            if (!await RewriteAsync(key, owner, to, erased, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>False when there was nothing to rewrite.</summary>
    private async Task<bool> RewriteAsync(RecordKey key, string owner, string to, Erased erased, CancellationToken cancellationToken)
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
            return false;
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

        // The fold last. Who loses its ETag finds it as it was the next time.
        if (folded is not null)
        {
            await store.CommitAsync(new DocumentBatch(pk).Replace(record!.Document, DealDocuments.Record(pk, folded)), cancellationToken); // folded from it
        }

        await nudges.ApplyDealsAsync([key], cancellationToken);
        return true;
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

/// <summary>A page that was looked through.</summary>
/// <param name="IsClean">False when others wrote the same at that moment, again and again: it is to be looked through once more.</param>
/// <param name="Rest">Where to go on; null at the end.</param>
internal readonly record struct CleanedPage(bool IsClean, string? Rest);
