using System.Collections.Concurrent;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.People;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Activities;

/// <summary>
/// What is done once (a task, a recorded call) and told again by later messages under the same key counts for the owner of whom it was told first: a record that is given to somebody else
/// afterwards would be stored under both. Of the first one only a keyed hash is kept, the same before and after an erasure, except of an owner id that somebody else had before.
/// Rows of exports neither ask nor set it.
/// </summary>
public sealed class FirstOwners(IDocumentStore store, OwnerPseudonym pseudonym, IngestionCounters counters, TimeProvider time)
{
    private const string Kind = "first-owner";

    private const int AtOnce = 8;

    private const int MaxOperations = 50;

    /// <summary>Those that are not told of another owner already; the others are repeats.</summary>
    public async Task<IReadOnlyList<ReceivedActivity>> KeepAsync(IEnumerable<ReceivedActivity> received, CancellationToken cancellationToken)
    {
        var told = new List<(ReceivedActivity Item, string? Owner)>();
        foreach (var item in received.OrderBy(item => item.Activity.ReceivedAt).ThenBy(item => item.MessageId, StringComparer.Ordinal))
        {
            var owner = item.Activity is { IsOnce: true, Repaired: false, RecordType: null, Owner: { } one } ? await pseudonym.OfForgottenAsync(item.Activity.Source, one, cancellationToken) : null;
            told.Add((item, owner));
        }

        var firsts = new ConcurrentDictionary<(string Source, string Key), string>();
        await Parallel.ForEachAsync(
            told.Where(one => one.Owner is not null).GroupBy(one => Partitions.Once(one.Item.Activity.Source, one.Item.Activity.Key), StringComparer.Ordinal),
            Several.AtOnce(AtOnce, cancellationToken),
            async (group, stop) =>
            {
                var documents = group.DistinctBy(one => one.Item.Activity.Key).ToDictionary(one => IdOf(one.Item.Activity), StringComparer.Ordinal);
                var noted = await NoteAsync(group.Key, documents.ToDictionary(one => one.Key, one => new FirstOwner(one.Value.Owner!), StringComparer.Ordinal), stop); // asked for above
                foreach (var (id, first) in noted)
                {
                    var activity = documents[id].Item.Activity;
                    firsts[(activity.Source, activity.Key)] = first.Owner;
                }
            });

        var kept = new List<ReceivedActivity>(told.Count);
        foreach (var (item, owner) in told)
        {
            if (owner is null || firsts[(item.Activity.Source, item.Activity.Key)] == owner)
            {
                kept.Add(item);
            }
            else
            {
                counters.CountDuplicate(item.Activity.Source);
            }
        }

        return kept;
    }

    /// <summary>Of each the first owner: as it was noted before, or from now on. Whoever stops after it is noted finds it so when the delivery comes again.</summary>
    private async Task<Dictionary<string, FirstOwner>> NoteAsync(string pk, Dictionary<string, FirstOwner> owners, CancellationToken cancellationToken)
    {
        var attempts = new Attempts(time);
        while (true)
        {
            var noted = (await store.ReadManyAsync<FirstOwner>(pk, owners.Keys, cancellationToken)).ToDictionary(stored => stored.Document.Id, stored => stored.Value, StringComparer.Ordinal);
            var isDone = true;
            foreach (var chunk in owners.Where(owner => !noted.ContainsKey(owner.Key)).Chunk(MaxOperations))
            {
                var batch = chunk.Aggregate(new DocumentBatch(pk), (batch, owner) => batch.Create(TypedDocuments.New(pk, owner.Key, Kind, TypedDocuments.Timeless, owner.Value)));
                isDone &= await store.CommitAsync(batch, cancellationToken) is CommitResult.Committed;
            }

            if (isDone)
            {
                return owners.ToDictionary(owner => owner.Key, owner => noted.GetValueOrDefault(owner.Key) ?? owner.Value, StringComparer.Ordinal);
            }

            // Somebody noted one of them at that moment.
            await attempts.AgainAsync(cancellationToken);
        }
    }

    private static string IdOf(Activity activity) => $"first~{Key.Component(activity.Key)}";
}

/// <summary>Of whom something that is done once was told first.</summary>
/// <param name="Owner">A keyed hash of the owner id.</param>
internal sealed record FirstOwner(string Owner);
