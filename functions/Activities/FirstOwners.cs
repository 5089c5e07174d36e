using SalesPerf.Domain.Activities;
using SalesPerf.Functions.People;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Activities;

/// <summary>
/// What is done once (a task, a recorded call) and told again by later messages under the same key counts for the owner of whom it was told first: a record that is given to somebody else
/// afterwards would be stored under both. Of the first one only a keyed hash is kept, the same before and after an erasure, except of an owner id that somebody else had before.
/// Rows of exports neither ask nor set it.
/// </summary>
public sealed class FirstOwners(IDocumentStore store, OwnerPseudonym pseudonym, IngestionCounters counters)
{
    private const string Kind = "first-owner";

    private const string DocumentId = "owner";

    /// <summary>Those that are not told of another owner already; the others are repeats.</summary>
    public async Task<IReadOnlyList<ReceivedActivity>> KeepAsync(IEnumerable<ReceivedActivity> received, CancellationToken cancellationToken)
    {
        var kept = new List<ReceivedActivity>();
        foreach (var item in received.OrderBy(item => item.Activity.ReceivedAt).ThenBy(item => item.MessageId, StringComparer.Ordinal))
        {
            if (item.Activity is not { IsOnce: true, Repaired: false, RecordType: null, Owner: { } owner } || await IsFirstAsync(item.Activity, owner, cancellationToken))
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

    private async Task<bool> IsFirstAsync(Activity activity, string owner, CancellationToken cancellationToken)
    {
        var (pk, hash) = (Partitions.Once(activity.Source, activity.Key), await pseudonym.OfForgottenAsync(activity.Source, owner, cancellationToken));
        var document = TypedDocuments.New(pk, DocumentId, Kind, TypedDocuments.Timeless, new FirstOwner(hash));
        return await store.CommitAsync(new DocumentBatch(pk).Create(document), cancellationToken) is CommitResult.Committed
            || await store.ReadAsync<FirstOwner>(pk, DocumentId, cancellationToken) is not { Value.Owner: var first }
            || first == hash;
    }
}

/// <summary>Of whom something that is done once was told first.</summary>
/// <param name="Owner">A keyed hash of the owner id.</param>
internal sealed record FirstOwner(string Owner);
