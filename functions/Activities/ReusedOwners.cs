using Microsoft.AspNetCore.DataProtection;
using SalesPerf.Domain.Activities;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.People;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Activities;

/// <summary>
/// An owner id of somebody erased that is somebody's again has two partitions: its own and that of what stands for it, under which events came in while it was nobody's. One event
/// may wait under the one and be repeated under the other. What settles it is one document under the event's id, created where it would be stored as the erased person's: the event itself,
/// or a note that it has passed on, which says encrypted to which owner id, or to what stands for that since its next holder is erased too. Whoever comes second finds it, in whatever order, however many at once and wherever somebody stopped.
/// </summary>
public sealed class ReusedOwners(IDocumentStore store, StandIns standIns, IDataProtectionProvider protection)
{
    /// <summary>Kind of the notes.</summary>
    public const string Kind = "passed";

    private const int MaxOperations = 50;

    private readonly IDataProtector protector = protection.CreateProtector("SalesPerf.ReusedOwners");

    /// <summary>Changes the owners of the activities at <paramref name="indexes"/>, each of which has one.</summary>
    /// <param name="activities">A delivery.</param>
    /// <param name="indexes">Those that are to be stored in their owner's partition now.</param>
    /// <param name="hidden">The first stand-in of each owner id, or other stand-in, that may be stored under and was erased once.</param>
    /// <param name="identities">Which of some identities are known, and true for those that may be stored under.</param>
    /// <param name="cancellationToken">Ends it; it may be repeated.</param>
    internal async Task SettleAsync(
        List<Activity> activities,
        IReadOnlyCollection<int> indexes,
        IReadOnlyDictionary<IdentityKey, IdentityKey> hidden,
        Func<IReadOnlyCollection<IdentityKey>, Task<Dictionary<IdentityKey, bool>>> identities,
        CancellationToken cancellationToken)
    {
        var groups = indexes
            .Select(index => (Index: index, Stands: Stands(activities[index], hidden)))
            .Where(item => item.Stands is not null)
            .GroupBy(item => item.Stands!, item => item.Index);
        foreach (var group in groups)
        {
            var pk = Partitions.Who(group.Key.Source, group.Key.Owner);
            var settled = await PassAsync(pk, [.. group.Select(index => activities[index])], hidden, cancellationToken);
            var passed = settled.Values.Where(document => document.Kind == Kind).ToDictionary(document => document.Id, document => group.Key with { Owner = Open(document) }, StringComparer.Ordinal);
            var known = await identities(passed.Values.ToHashSet());
            var passedOn = new HashSet<string>(StringComparer.Ordinal);
            string? last = null;
            foreach (var index in group)
            {
                var id = ActivityDocuments.Id(activities[index]);
                var isPassed = passed.TryGetValue(id, out var owner) && known.GetValueOrDefault(owner);
                var belongs = isPassed ? owner!.Owner : group.Key.Owner;
                if (owner is not null && !isPassed)
                {
                    // Whoever had the owner id is erased as well: what is stored under it is on its way to what stands for it now.
                    belongs = last ??= await standIns.LastAsync(group.Key, cancellationToken);
                    if (passedOn.Add(id) && !await PassOnAsync(settled[id], belongs, group.Key, cancellationToken))
                    {
                        throw new OwnerPassedException();
                    }
                }

                activities[index] = await ActivityOwners.ReplaceAsync(activities[index], one => ValueTask.FromResult(one == activities[index].Owner ? belongs : one));
            }
        }
    }

    /// <summary>Lets the notes on events that passed on to an owner id say where they are, when nobody has it any more and nothing is under it. Those that are where the note is need none.</summary>
    internal async Task ForgetAsync(IdentityKey identity, StandIn standIn, CancellationToken cancellationToken)
    {
        var first = identity with { Owner = standIn.First };
        var query = new RangeQuery(Partitions.Who(first.Source, first.Owner), Kind, Size: MaxOperations);
        for (var isDone = false; !isDone;)
        {
            isDone = true;
            await foreach (var note in store.RangeAsync<PassedActivity>(query, cancellationToken))
            {
                isDone &= Open(note.Document) != identity.Owner || await PassOnAsync(note.Document, standIn.Owner, first, cancellationToken);
            }
        }
    }

    /// <summary>False when somebody else wrote the note.</summary>
    private async Task<bool> PassOnAsync(Document note, string to, IdentityKey first, CancellationToken cancellationToken)
    {
        var batch = new DocumentBatch(note.Pk);
        _ = to == first.Owner ? batch.Delete(note.Id, note.ETag) : batch.Replace(note, Note(note.Pk, note.Id, to));
        return await store.CommitAsync(batch, cancellationToken) is CommitResult.Committed;
    }

    private static IdentityKey? Stands(Activity activity, IReadOnlyDictionary<IdentityKey, IdentityKey> hidden)
    {
        var key = new IdentityKey(activity.Source, activity.Owner!);
        return hidden.GetValueOrDefault(key) ?? (OwnerPseudonym.IsErased(key.Owner) ? key : null);
    }

    /// <summary>What there is under the ids of some activities: for each that comes under the owner id itself there is something afterwards, a note if nothing was there.</summary>
    private async Task<Dictionary<string, Document>> PassAsync(
        string pk, Activity[] activities, IReadOnlyDictionary<IdentityKey, IdentityKey> hidden, CancellationToken cancellationToken)
    {
        string[] ids = [.. activities.Select(ActivityDocuments.Id).Distinct(StringComparer.Ordinal)];
        var settled = await ReadAsync();
        var passing = activities
            .Where(activity => hidden.ContainsKey(new(activity.Source, activity.Owner!)) && !settled.ContainsKey(ActivityDocuments.Id(activity)))
            .GroupBy(ActivityDocuments.Id, activity => activity.Owner!, StringComparer.Ordinal)
            .Select(owners => Note(pk, owners.Key, owners.First()))
            .ToList();
        if (passing.Count == 0)
        {
            return settled;
        }

        foreach (var chunk in passing.Chunk(MaxOperations))
        {
            if (await store.CommitAsync(chunk.Aggregate(new DocumentBatch(pk), (batch, note) => batch.Create(note)), cancellationToken) is CommitResult.Refused && chunk.Length > 1)
            {
                // Somebody was faster with one of them; each one that is refused now is settled.
                foreach (var note in chunk)
                {
                    await store.CommitAsync(new DocumentBatch(pk).Create(note), cancellationToken);
                }
            }
        }

        return await ReadAsync();

        async Task<Dictionary<string, Document>> ReadAsync() =>
            (await store.ReadManyAsync(pk, ids, cancellationToken)).ToDictionary(document => document.Id, StringComparer.Ordinal);
    }

    private Document Note(string pk, string id, string owner) =>
        TypedDocuments.New(pk, id, Kind, TypedDocuments.Timeless, new PassedActivity(protector.Protect(owner)));

    private string Open(Document note) => protector.Unprotect(TypedDocuments.Open<PassedActivity>(note).Value.Sealed);
}

/// <summary>Says that an event is stored elsewhere.</summary>
/// <param name="Sealed">The owner id, encrypted by Data Protection.</param>
public sealed record PassedActivity(string Sealed);

/// <summary>What was to be stored has been found elsewhere in the meantime: the delivery comes again, and is settled anew.</summary>
public sealed class OwnerPassedException() : Exception("An event passed on to another owner id while it was ingested.");
