using SalesPerf.Domain.Activities;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.People;
using SalesPerf.Functions.People.Erasure;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Activities;

/// <summary>
/// Replaces owner ids under which nothing is stored: mail addresses, and those of people who are erased. What is replaced already stays.
/// It is done when an activity comes in, and again when it is ingested: it may have waited since before somebody was erased.
/// </summary>
public sealed class StoredOwners(IDocumentStore store, OwnerPseudonym pseudonym, StandIns standIns, RunningErasures running, ReusedOwners reused)
{
    /// <summary>The same instance when nothing is to be replaced. What somebody else has too, or had, is left to <see cref="SettleAsync"/>.</summary>
    /// <param name="activity">As it came.</param>
    /// <param name="model">The resources.</param>
    /// <param name="standing">What was found to stand for owner ids of a delivery so far.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public ValueTask<Activity> ReplaceAsync(Activity activity, Model model, Dictionary<IdentityKey, string> standing, CancellationToken cancellationToken) => ActivityOwners.ReplaceAsync(activity, owner =>
        OwnerPseudonym.IsMail(owner) ? pseudonym.OfAsync(owner, cancellationToken)
        : model.IsOwner(activity.Source, owner) ? ValueTask.FromResult(owner)
        : StandingAsync(new(activity.Source, owner), model, standing, cancellationToken));

    /// <summary>
    /// A delivery as it is to be stored. Where somebody else has or had the owner id of somebody erased, an event is stored under it while it is known: its document went with the erasure,
    /// and came again with a claim. What may come under both counts once: <see cref="ReusedOwners"/>. The same instances where nothing is to be replaced.
    /// </summary>
    public async Task<IReadOnlyList<Activity>> SettleAsync(IEnumerable<Activity> activities, Model model, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var settled = new List<Activity>();
        var standing = new Dictionary<IdentityKey, string>();
        foreach (var activity in activities)
        {
            settled.Add(await ReplaceAsync(activity, model, standing, cancellationToken));
        }

        if (!model.HasErasedOwners)
        {
            return settled;
        }

        var hidden = await HiddenAsync(settled, model, cancellationToken);
        var erased = settled.SelectMany(OwnersOf).Where(key => OwnerPseudonym.IsErased(key.Owner));
        var known = await IdentitiesAsync([.. hidden.Keys.Concat(hidden.Values).Concat(erased).Distinct()], cancellationToken);
        for (var index = 0; index < settled.Count; index++)
        {
            var source = settled[index].Source;
            settled[index] = await ActivityOwners.ReplaceAsync(settled[index], owner => ValueTask.FromResult(
                hidden.TryGetValue(new(source, owner), out var stands) && !known.GetValueOrDefault(new(source, owner)).IsOpen
                    ? known.GetValueOrDefault(stands).Identity?.LastStandIn ?? stands.Owner
                    : owner));
        }

        // Whatever is stored under what stands for an owner id, that had its document before.
        var both = hidden.Where(pair => known.ContainsKey(pair.Value)).ToDictionary();
        foreach (var (key, (identity, _)) in known)
        {
            if (identity?.FirstStandIn is { } first)
            {
                both[key] = key with { Owner = first };
            }

            if (identity?.LastStandIn is { } last)
            {
                both[key with { Owner = last }] = key;
            }
        }

        int[] apart = [.. Enumerable.Range(0, settled.Count).Where(index => IsOfOwner(settled[index]) && !Quarantine.IsAhead(settled[index], now))];
        await reused.SettleAsync(settled, apart, both, OpenAsync, cancellationToken);
        return settled;

        async Task<Dictionary<IdentityKey, bool>> OpenAsync(IReadOnlyCollection<IdentityKey> keys) =>
            (await IdentitiesAsync(keys, cancellationToken)).ToDictionary(pair => pair.Key, pair => pair.Value.IsOpen);
    }

    /// <summary>True for an owner id that somebody erased had.</summary>
    internal async ValueTask<bool> WasErasedAsync(string source, string owner, Model model, CancellationToken cancellationToken) =>
        await ErasedAsync(source, owner, model, cancellationToken) != owner;

    private static IEnumerable<IdentityKey> OwnersOf(Activity activity) => ActivityOwners.Of(activity).Select(owner => new IdentityKey(activity.Source, owner));

    private static bool IsOfOwner(Activity activity) => activity is { RecordType: null, Owner: not null };

    /// <summary>What stands for each owner id that somebody erased had.</summary>
    private async Task<Dictionary<IdentityKey, IdentityKey>> HiddenAsync(List<Activity> activities, Model model, CancellationToken cancellationToken)
    {
        var hidden = new Dictionary<IdentityKey, IdentityKey>();
        foreach (var key in activities.SelectMany(OwnersOf).ToHashSet())
        {
            if (await ErasedAsync(key.Source, key.Owner, model, cancellationToken) is var stands && stands != key.Owner)
            {
                hidden[key] = key with { Owner = stands };
            }
        }

        return hidden;
    }

    /// <summary>
    /// The identities that have their documents: open are those under which may be stored. What came in under one that is on its way out would keep the erasure from ending.
    /// Read, not taken from the model, which may be of before a claim.
    /// </summary>
    private async Task<Dictionary<IdentityKey, (Identity? Identity, bool IsOpen)>> IdentitiesAsync(IReadOnlyCollection<IdentityKey> keys, CancellationToken cancellationToken)
    {
        var identities = (await store.ReadManyAsync<Identity>(Partitions.People, [.. keys.Select(key => IdentityDocuments.Id(key.Source, key.Owner))], cancellationToken))
            .Select(stored => stored.Value)
            .ToList();
        var leaving = await running.LeavingAsync(identities.SelectMany(HoldersOf), cancellationToken);
        return identities.ToDictionary(KeyOf, identity => (
            (Identity?)identity, OwnerPseudonym.IsErased(identity.Owner) || !HoldersOf(identity).Any(holder => leaving.Contains((holder, KeyOf(identity))))));
    }

    private static IdentityKey KeyOf(Identity identity) => new(identity.Source, identity.Owner);

    private static IReadOnlyList<string> HoldersOf(Identity identity) => identity.Person is { } person ? [person] : identity.PastPersons;

    /// <summary>What stands for it where somebody erased had it, the last of them; else as it is.</summary>
    private async ValueTask<string> StandingAsync(IdentityKey key, Model model, Dictionary<IdentityKey, string> standing, CancellationToken cancellationToken)
    {
        if (!standing.TryGetValue(key, out var stands))
        {
            stands = await ErasedAsync(key.Source, key.Owner, model, cancellationToken);
            standing[key] = stands = stands == key.Owner || await IsHeldAsync(key, cancellationToken) ? key.Owner : await standIns.LastAsync(key with { Owner = stands }, cancellationToken);
        }

        return stands;
    }

    /// <summary>True when somebody has it again, as the identity says: the model may be of before that claim.</summary>
    private async Task<bool> IsHeldAsync(IdentityKey key, CancellationToken cancellationToken) =>
        (await store.ReadAsync<Identity>(Partitions.People, IdentityDocuments.Id(key.Source, key.Owner), cancellationToken))?.Value.Person is not null;

    /// <summary>What stands for it where somebody erased had it, the first of them; else as it is.</summary>
    private async ValueTask<string> ErasedAsync(string source, string owner, Model model, CancellationToken cancellationToken) =>
        model.HasErasedOwners
        && !OwnerPseudonym.IsPseudonym(owner)
        && await pseudonym.OfErasedAsync(source, owner, cancellationToken) is var erased
        && model.IsOwner(source, erased)
            ? erased
            : owner;
}
