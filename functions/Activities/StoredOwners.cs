using SalesPerf.Domain.Activities;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Functions.People;
using SalesPerf.Functions.People.Erasure;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Activities;

/// <summary>
/// Replaces owner ids under which nothing is stored: mail addresses, and those of people who are erased. What is replaced already stays.
/// It is done when an activity comes in, and again when it is ingested: it may have waited since before somebody was erased.
/// </summary>
public sealed class StoredOwners(IDocumentStore store, OwnerPseudonym pseudonym)
{
    /// <summary>The same instance when nothing is to be replaced. What somebody else has too, or had, is left to <see cref="SettleAsync"/>.</summary>
    public ValueTask<Activity> ReplaceAsync(Activity activity, Model model, CancellationToken cancellationToken) => WithAsync(activity, owner =>
        OwnerPseudonym.IsMail(owner) ? pseudonym.OfAsync(owner, cancellationToken)
        : model.IsOwner(activity.Source, owner) ? ValueTask.FromResult(owner)
        : ErasedAsync(activity.Source, owner, model, cancellationToken));

    /// <summary>
    /// As it is to be stored. Where somebody else has or had the owner id of somebody erased, what is stored already as the erased person's stays theirs, to count once.
    /// Else it is stored under the owner id while that is known: its document went with the erasure, and came again with a claim.
    /// </summary>
    public async ValueTask<Activity> SettleAsync(Activity activity, Model model, CancellationToken cancellationToken)
    {
        activity = await ReplaceAsync(activity, model, cancellationToken);
        var erased = await WithAsync(activity, owner => ErasedAsync(activity.Source, owner, model, cancellationToken));
        if (ReferenceEquals(erased, activity))
        {
            return activity;
        }

        var stored = await store.ReadAsync<Activity>(ActivityDocuments.Partition(erased), ActivityDocuments.Id(erased), cancellationToken);
        return stored is not null && OwnersOf(stored.Value) == OwnersOf(erased)
            ? erased
            : await WithAsync(activity, async owner => await IsKnownAsync(owner) ? owner : await ErasedAsync(activity.Source, owner, model, cancellationToken));

        async Task<bool> IsKnownAsync(string owner) => model.PersonOf(activity.Source, owner) is not null
            || (await store.ReadAsync<Identity>(Partitions.People, IdentityDocuments.Id(activity.Source, owner), cancellationToken) is { } identity
                && (identity.Value.Person is not null || !await IsBeingErasedAsync(identity.Value, cancellationToken)));
    }

    /// <summary>What came in under an id that is on its way out would keep the erasure from ending.</summary>
    private async Task<bool> IsBeingErasedAsync(Identity identity, CancellationToken cancellationToken) =>
        (await store.ReadManyAsync<PersonErasureState>(Partitions.People, [.. identity.PastPersons.Select(PersonErasureState.Id)], cancellationToken)).Any(state => state.Value.DoneAt is null);

    private static async ValueTask<Activity> WithAsync(Activity activity, Func<string, ValueTask<string>> replace)
    {
        if (activity.Owner is { } owner && await replace(owner) is var replaced && replaced != owner)
        {
            activity = activity with { Owner = replaced };
        }

        if (activity.Fields?.GetValueOrDefault(RecordFields.Owner) is { } recordOwner && await replace(recordOwner) is var replacement && replacement != recordOwner)
        {
            activity = activity with
            {
                Fields = new SortedDictionary<string, string?>(activity.Fields, StringComparer.Ordinal) { [RecordFields.Owner] = replacement },
            };
        }

        return activity;
    }

    private static (string?, string?) OwnersOf(Activity activity) => (activity.Owner, activity.Fields?.GetValueOrDefault(RecordFields.Owner));

    /// <summary>What stands for it where somebody erased had it; else as it is.</summary>
    private async ValueTask<string> ErasedAsync(string source, string owner, Model model, CancellationToken cancellationToken) =>
        model.HasErasedOwners
        && !OwnerPseudonym.IsPseudonym(owner)
        && await pseudonym.OfErasedAsync(source, owner, cancellationToken) is var erased
        && model.IsOwner(source, erased)
            ? erased
            : owner;
}
