using System.Globalization;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.People.Erasure;

/// <summary>
/// Begins the erasure of a person and keeps how far it is. Name, mail and identities are gone from the person's document in the commit that begins it;
/// what was in it is kept, encrypted, until it has been looked for everywhere.
/// </summary>
public sealed class PersonErasures(
    IDocumentStore store, Command command, ModelDirectory directory, OwnerPseudonym pseudonym, StandIns standIns, RunningErasures running, TimeProvider time)
{
    public Task<Stored<PersonErasureState>?> ReadAsync(string person, CancellationToken cancellationToken) =>
        store.ReadAsync<PersonErasureState>(Partitions.People, PersonErasureState.Id(person), cancellationToken);

    /// <summary>Begins, or begins again: what came back since goes too.</summary>
    /// <exception cref="ProblemException">404 for nobody; 409 for somebody who is employed.</exception>
    public async Task<PersonErasureState> RequestAsync(string person, string author, CancellationToken cancellationToken)
    {
        var attempts = new Attempts(time);
        while (true)
        {
            var model = (await directory.ReloadAsync(cancellationToken)).Model;
            if (await store.ReadAsync<Resource<Person>>(Partitions.People, Key.Of(person), cancellationToken) is not { } stored || stored.Document.Kind != ResourceKinds.People.Kind)
            {
                throw Problems.NotFound().ToException();
            }

            var today = model.Today(time.GetUtcNow());
            if (stored.Value.ContentsFrom(today, DateTimeOffset.MaxValue).Any(content => content.IsEmployed(today) || content.Employment.Any(spell => spell.From > today)))
            {
                throw Problems.Conflict("The person is employed: say when the employment ended, or delete the person, before erasing.").ToException();
            }

            var before = await ReadAsync(person, cancellationToken);
            var held = await IdentitiesAsync(person, cancellationToken);
            var named = await NamesAsync(PersonErasure.Identities(stored.Value));
            if (!await KeepAsync(person, held, named, cancellationToken))
            {
                await attempts.AgainAsync(cancellationToken);
                continue;
            }

            var found = new ErasedFacts([.. PersonErasure.Texts(stored.Value)], [.. held.Select(identity => new IdentityKey(identity.Source, identity.Owner))]);
            var facts = before is null ? found : Unseal(before.Value).With(found);
            var now = time.GetUtcNow();
            var key = new ErasureKey(person, now.ToString("O", CultureInfo.InvariantCulture));
            var state = new PersonErasureState(person, now, author, running.Seal(facts), null) { Current = key.After };
            var erased = PersonErasure.Of(stored.Value, (source, owner) => named[(source, owner)]);
            var batch = new DocumentBatch(Partitions.People).Replace(stored.Document, ResourceKinds.People.Document(erased));
            _ = before is null ? batch.Create(state.ToDocument()) : batch.Replace(before.Document, state.ToDocument());
            if (await command.CommitWithNudgesAsync(batch, [FollowOn.Erase(key)], directory.Forget, cancellationToken) is CommitResult.Committed)
            {
                return state;
            }

            await attempts.AgainAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Lets a message go on with an erasure. Null when it has ended, was asked for again, or another message that follows the same one goes on: two are sent for a request,
    /// and whoever stops after sending the next one sends another when it comes again.
    /// </summary>
    internal async Task<Stored<PersonErasureState>?> BeginAsync(ErasureKey key, string message, CancellationToken cancellationToken)
    {
        while (await ReadAsync(key.Person, cancellationToken) is { Value.DoneAt: null } stored && (stored.Value.Current == message || stored.Value.Current == key.After))
        {
            if (stored.Value.Current == message)
            {
                return stored;
            }

            await store.CommitAsync(new DocumentBatch(Partitions.People).Replace(stored.Document, (stored.Value with { Current = message }).ToDocument()), cancellationToken);
        }

        return null;
    }

    /// <summary>
    /// Deletes an identity's document in the commit that says it is not looked for any more: nobody claims it before, and nobody touches what is under it after.
    /// Null when somebody wrote either meanwhile.
    /// </summary>
    internal async Task<Stored<PersonErasureState>?> LetGoAsync(Stored<PersonErasureState> stored, IdentityKey identity, CancellationToken cancellationToken)
    {
        var next = stored.Value with { Sealed = running.Seal(Unseal(stored.Value).Without(identity)) };
        var batch = new DocumentBatch(Partitions.People).Replace(stored.Document, next.ToDocument());
        if (await store.ReadAsync(Partitions.People, IdentityDocuments.Id(identity.Source, identity.Owner), cancellationToken) is { } document)
        {
            batch.Delete(document.Id, document.ETag);
        }

        return await store.CommitAsync(batch, cancellationToken) is CommitResult.Committed ? await ReadAsync(next.Person, cancellationToken) : null;
    }

    /// <summary>What is looked for; nothing once it was found everywhere.</summary>
    internal ErasedFacts Unseal(PersonErasureState state) => running.Unseal(state);

    /// <summary>The identities that are the person's, or were and are nobody's, and those that came back under their own owner ids.</summary>
    private async Task<List<Identity>> IdentitiesAsync(string person, CancellationToken cancellationToken)
    {
        var all = new List<Stored<Identity>>();
        await foreach (var identity in store.RangeAsync<Identity>(new RangeQuery(Partitions.People, IdentityDocuments.Kind, Size: 500), cancellationToken))
        {
            all.Add(identity);
        }

        var theirs = all.ConvertAll(identity => identity.Value).FindAll(identity => identity.Person == person || (identity.Person is null && identity.PastPersons.Contains(person)));
        var erased = theirs.Where(identity => OwnerPseudonym.IsErased(identity.Owner)).Select(identity => (identity.Source, identity.Owner)).ToHashSet();
        if (erased.Count > 0)
        {
            var lasts = all.Where(identity => identity.Value.LastStandIn is not null).ToDictionary(identity => (identity.Value.Source, identity.Value.Owner), identity => identity.Value.LastStandIn!);
            foreach (var identity in all.Where(identity => identity.Value.Person is null && !theirs.Contains(identity.Value)))
            {
                var source = identity.Value.Source;
                var first = await pseudonym.OfErasedAsync(source, identity.Value.Owner, cancellationToken);
                if (erased.Contains((source, lasts.GetValueOrDefault((source, first), first))))
                {
                    // Its document says so too: nobody is to claim it while they are erased. Who loses against a claim leaves it to them.
                    var returned = identity.Value with { PastPersons = [.. identity.Value.PastPersons, person] };
                    if (await store.CommitAsync(new DocumentBatch(Partitions.People).Replace(identity.Document, IdentityDocuments.New(returned)), cancellationToken) is CommitResult.Committed)
                    {
                        theirs.Add(returned);
                    }
                }
            }
        }

        return theirs;
    }

    private async Task<Dictionary<(string, string), string>> NamesAsync(IEnumerable<(string Source, string Owner)> identities)
    {
        var named = new Dictionary<(string, string), string>();
        foreach (var (source, owner) in identities)
        {
            named[(source, owner)] = await pseudonym.OfForgottenAsync(source, owner, CancellationToken.None);
        }

        return named;
    }

    /// <summary>Says what stands for each identity from now on. False when somebody wrote one of them at that moment.</summary>
    private async Task<bool> KeepAsync(string person, IEnumerable<Identity> held, Dictionary<(string, string), string> named, CancellationToken cancellationToken)
    {
        foreach (var identity in held)
        {
            if (await standIns.KeepAsync(person, identity, cancellationToken) is not { } standIn)
            {
                return false;
            }

            named[(identity.Source, identity.Owner)] = standIn;
        }

        return true;
    }
}
