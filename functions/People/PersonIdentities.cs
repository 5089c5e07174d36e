using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.People.Erasure;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.People;

/// <summary>
/// Claims and releases identities in the commit that writes their person, so that no identity ever belongs to two: whoever comes second
/// loses the identity's ETag, reads it again and is refused.
/// </summary>
public sealed class PersonIdentities(IDocumentStore store, OwnerPseudonym pseudonym, RunningErasures running)
{
    /// <summary>A commit has 100 operations; the person is one of them.</summary>
    public const int MaxChanges = 80;

    /// <summary>What the identities' documents become when <paramref name="after"/> replaces <paramref name="before"/>.</summary>
    public async Task<IdentityChanges> DecideAsync(Resource<Person> before, Resource<Person> after, CancellationToken cancellationToken)
    {
        var held = await OwnersAsync(before, cancellationToken);
        var wanted = await OwnersAsync(after, cancellationToken);
        var claimed = wanted.Where(identity => !held.ContainsKey(identity.Key)).ToList();
        var released = held.Where(identity => !wanted.ContainsKey(identity.Key)).ToList();
        if (claimed.Count + released.Count > MaxChanges)
        {
            return new([], [], [new("/identities", $"{claimed.Count + released.Count} identities change; at most {MaxChanges} can at once")]);
        }

        List<(string Source, string Owner)> changed = [.. claimed.Concat(released).Select(identity => identity.Key)];
        var stored = await ReadAsync(changed, cancellationToken);
        var problems = await ReturnedAsync(before, after, cancellationToken);
        var writes = new List<IdentityWrite>();
        foreach (var (key, pointer) in claimed)
        {
            var known = stored.GetValueOrDefault(key);
            if (known?.Value.Person is { } holder && holder != after.Id)
            {
                problems.Add(new(pointer, $"belongs to person '{holder}'"));
                continue;
            }

            if (known is not null && await IsBeingErasedAsync(known.Value, after.Id, cancellationToken))
            {
                problems.Add(new(pointer, "belonged to somebody who is being erased: it is free once that has ended"));
                continue;
            }

            var identity = known?.Value ?? new Identity { Source = key.Source, Owner = key.Owner };
            writes.Add(new(known?.Document, identity.GivenTo(after.Id)));
        }

        writes.AddRange(released
            .Select(identity => stored.GetValueOrDefault(identity.Key))
            .OfType<Stored<Identity>>()
            .Where(known => known.Value.Person == after.Id)
            .Select(known => new IdentityWrite(known.Document, known.Value.GivenTo(null))));
        return new(writes, changed, problems);
    }

    private async Task<bool> IsBeingErasedAsync(Identity identity, string person, CancellationToken cancellationToken)
    {
        var key = new IdentityKey(identity.Source, identity.Owner);
        return (await running.LeavingAsync(identity.PastPersons.Where(one => one != person), cancellationToken)).Any(leaving => leaving.Identity == key);
    }

    /// <summary>What would bring back somebody who was erased: a list of people that still has them must not.</summary>
    private async Task<List<FieldProblem>> ReturnedAsync(Resource<Person> before, Resource<Person> after, CancellationToken cancellationToken)
    {
        FieldProblem[] returned = [.. after.Versions.Except(before.Versions).Select(version => version.Content).OfType<Person>().SelectMany(PersonErasure.Returned)];
        return returned.Length == 0 || before.Versions.Count == 0 || await store.ReadAsync(Partitions.People, PersonErasureState.Id(after.Id), cancellationToken) is null ? [] : [.. returned];
    }

    private async Task<Dictionary<(string Source, string Owner), Stored<Identity>>> ReadAsync(
        List<(string Source, string Owner)> identities, CancellationToken cancellationToken)
    {
        var ids = identities.ConvertAll(identity => IdentityDocuments.Id(identity.Source, identity.Owner));
        var stored = await store.ReadManyAsync<Identity>(Partitions.People, ids, cancellationToken);
        return stored.ToDictionary(identity => (identity.Value.Source, identity.Value.Owner));
    }

    /// <summary>Who a person is by the version recorded last, and where the document says so.</summary>
    private async Task<Dictionary<(string Source, string Owner), string>> OwnersAsync(Resource<Person> person, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(string, string), string>();
        foreach (var (source, owners) in person.LatestContent(DateTimeOffset.MaxValue)?.Identities ?? [])
        {
            foreach (var (index, owner) in owners.Index())
            {
                found.TryAdd((source, await pseudonym.OfAsync(owner, cancellationToken)), $"/identities/{source}/{index}");
            }
        }

        return found;
    }
}

/// <summary>An identity's document as it is to be written.</summary>
/// <param name="Read">As it was read; null creates it.</param>
/// <param name="Identity">As it will be.</param>
public sealed record IdentityWrite(Document? Read, Identity Identity);

/// <summary>What a person's change does to identities.</summary>
/// <param name="Writes">For the person's own commit.</param>
/// <param name="Changed">Identities that change hands.</param>
/// <param name="Problems">Identities that belong to somebody else.</param>
public sealed record IdentityChanges(
    IReadOnlyList<IdentityWrite> Writes, IReadOnlyList<(string Source, string Owner)> Changed, IReadOnlyList<FieldProblem> Problems)
{
    public static readonly IdentityChanges None = new([], [], []);

    public IEnumerable<FollowOn> FollowOns => Changed.Select(identity => FollowOn.Remap(new IdentityKey(identity.Source, identity.Owner)));

    public void AddTo(DocumentBatch batch)
    {
        foreach (var (read, identity) in Writes)
        {
            _ = read is null ? batch.Create(IdentityDocuments.New(identity)) : batch.Replace(read, IdentityDocuments.New(identity));
        }
    }
}
