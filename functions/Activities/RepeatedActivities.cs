using SalesPerf.Domain.Activities;
using SalesPerf.Functions.DeadLetters;
using SalesPerf.Functions.People;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Activities;

/// <summary>
/// Settles repeats. The same content under the same key is the same event and counts once; other content under a key that is taken
/// can never succeed and becomes a dead document.
/// </summary>
public sealed class RepeatedActivities(IDocumentStore store, StandIns standIns, DeadDocuments dead, IngestionCounters counters)
{
    /// <summary>
    /// Of each key in a delivery the content received first, that of rows of exports last; and one of each other content under the same key, to be settled
    /// against what is stored after the first ones are: only then is it known which of them came late.
    /// </summary>
    public (IReadOnlyList<ReceivedActivity> First, IReadOnlyList<ReceivedActivity> Others) SettleWithin(IEnumerable<ReceivedActivity> received)
    {
        var first = new Dictionary<string, ReceivedActivity>(StringComparer.Ordinal);
        var others = new List<ReceivedActivity>();
        foreach (var item in received.OrderBy(item => item.Activity.Repaired).ThenBy(item => item.Activity.ReceivedAt).ThenBy(item => item.MessageId, StringComparer.Ordinal))
        {
            if (first.TryAdd(item.DocumentId, item))
            {
                continue;
            }

            if (IsRepeat(item, first[item.DocumentId]) || others.Exists(other => other.DocumentId == item.DocumentId && IsRepeat(item, other)))
            {
                counters.CountDuplicate(item.Activity.Source);
            }
            else
            {
                others.Add(item);
            }
        }

        return ([.. first.Values], others);
    }

    /// <summary>Against what is stored: those that are not stored yet, or only as a row of an export told them: see <see cref="ReceivedActivity.Row"/>.</summary>
    /// <exception cref="OwnerPassedException">One of them is stored elsewhere.</exception>
    public async Task<IReadOnlyList<ReceivedActivity>> SettleStoredAsync(string pk, IReadOnlyList<ReceivedActivity> received, CancellationToken cancellationToken)
    {
        if (received.Count == 0)
        {
            return [];
        }

        var documents = await store.ReadManyAsync(pk, [.. received.Select(item => item.DocumentId).Distinct(StringComparer.Ordinal)], cancellationToken);
        if (documents.Any(document => document.Kind == ReusedOwners.Kind))
        {
            throw new OwnerPassedException();
        }

        var stored = documents.ToDictionary(document => document.Id, TypedDocuments.Open<Activity>, StringComparer.Ordinal);
        var left = new List<ReceivedActivity>(received.Count);
        foreach (var item in received)
        {
            if (!stored.TryGetValue(item.DocumentId, out var known))
            {
                left.Add(item with { Row = null });
            }
            else if (ActivityContent.Supersedes(item.Activity, known.Value))
            {
                left.Add(item with { Row = known });
            }
            else
            {
                await SettleAsync(item, known.Value, cancellationToken);
            }
        }

        return left;
    }

    /// <summary>What has the key of an event that is known: the same again is success.</summary>
    public async Task SettleAsync(ReceivedActivity item, Activity known, CancellationToken cancellationToken)
    {
        if (ActivityContent.AreEqual(known, item.Activity)
            || ActivityContent.AreEqual(await WithoutOwnersAsync(known, cancellationToken), await WithoutOwnersAsync(item.Activity, cancellationToken)))
        {
            counters.CountDuplicate(item.Activity.Source);
            return;
        }

        await BuryAsync(item, "The event key is taken by an event with other content.", cancellationToken);
    }

    /// <summary>Makes a dead document of what can never succeed.</summary>
    public async Task BuryAsync(ReceivedActivity item, string reason, CancellationToken cancellationToken)
    {
        counters.CountDead(item.Activity.Source);
        await dead.AddAsync(
            new DeadDocument(item.MessageId, item.Activity.ReceivedAt, Queues.IngestActivities, reason, item.Activity.Source, item.Activity.Key, item.Message),
            cancellationToken);
    }

    /// <summary>An owner id and all that stands for it are the same: one event may come under both, where its owner was erased.</summary>
    private ValueTask<Activity> WithoutOwnersAsync(Activity activity, CancellationToken cancellationToken) =>
        ActivityOwners.ReplaceAsync(activity, owner => standIns.FirstAsync(activity.Source, owner, cancellationToken));

    private static bool IsRepeat(ReceivedActivity item, ReceivedActivity known) => ActivityContent.AreEqual(item.Activity, known.Activity);
}
