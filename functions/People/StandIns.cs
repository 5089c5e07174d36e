using SalesPerf.Domain.People;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.People;

/// <summary>
/// What stands for an owner id once its holder is erased. The first holder's is made of the owner id alone; whoever had it later and is erased as well has one of their own, so that
/// nothing of either is the other's. The first one's identity says which is the last, under which new events are stored; the others say which is the first, in whose partition it is
/// settled where an event belongs.
/// </summary>
public sealed class StandIns(IDocumentStore store, OwnerPseudonym pseudonym)
{
    /// <summary>What stands for a person's identity: the same where it tells nothing already.</summary>
    internal async Task<StandIn> OfAsync(string person, IdentityKey key, CancellationToken cancellationToken)
    {
        if (OwnerPseudonym.IsPseudonym(key.Owner))
        {
            return new(key.Owner, key.Owner);
        }

        var first = await pseudonym.OfErasedAsync(key.Source, key.Owner, cancellationToken);
        var own = await pseudonym.OfErasedAsync(key.Source, key.Owner, person, cancellationToken);
        return new(await store.ReadAsync(Partitions.People, IdentityDocuments.Id(key.Source, own), cancellationToken) is null ? first : own, first);
    }

    /// <summary>What stands for an identity of somebody who is to be erased, with its document. Null when somebody wrote at that moment.</summary>
    internal async Task<string?> KeepAsync(string person, Identity identity, CancellationToken cancellationToken)
    {
        var (source, owner) = (identity.Source, identity.Owner);
        if (OwnerPseudonym.IsPseudonym(owner))
        {
            return owner;
        }

        var first = await pseudonym.OfErasedAsync(source, owner, cancellationToken);
        var own = await pseudonym.OfErasedAsync(source, owner, person, cancellationToken);
        var firstKept = await store.ReadAsync<Identity>(Partitions.People, IdentityDocuments.Id(source, first), cancellationToken);
        var ownKept = await store.ReadAsync<Identity>(Partitions.People, IdentityDocuments.Id(source, own), cancellationToken);
        var isFirst = firstKept is null || (ownKept is null && IsFor(firstKept.Value, person, identity));
        var kept = isFirst ? firstKept : ownKept;
        var batch = new DocumentBatch(Partitions.People);
        if (kept is null)
        {
            batch.Create(IdentityDocuments.New(identity with { Owner = isFirst ? first : own, FirstStandIn = isFirst ? null : first }));
        }
        else if (!isFirst && identity.Person == person && kept.Value.Person != person)
        {
            batch.Replace(kept.Document, IdentityDocuments.New(kept.Value.GivenTo(person)));
        }

        if (firstKept is not null && firstKept.Value.LastStandIn != (isFirst ? null : own))
        {
            batch.Replace(firstKept.Document, IdentityDocuments.New(firstKept.Value with { LastStandIn = isFirst ? null : own }));
        }

        return batch.Operations.Count == 0 || await store.CommitAsync(batch, cancellationToken) is CommitResult.Committed ? (isFirst ? first : own) : null;
    }

    /// <summary>The stand-in of the last holder who is erased, given the first one's.</summary>
    internal async Task<string> LastAsync(IdentityKey first, CancellationToken cancellationToken) =>
        (await store.ReadAsync<Identity>(Partitions.People, IdentityDocuments.Id(first.Source, first.Owner), cancellationToken))?.Value.LastStandIn ?? first.Owner;

    /// <summary>The same for an owner id and all that stands for it: the first stand-in.</summary>
    internal async ValueTask<string> FirstAsync(string source, string owner, CancellationToken cancellationToken)
    {
        var stands = await pseudonym.OfForgottenAsync(source, owner, cancellationToken);
        return OwnerPseudonym.IsErased(owner)
            ? (await store.ReadAsync<Identity>(Partitions.People, IdentityDocuments.Id(source, owner), cancellationToken))?.Value.FirstStandIn ?? stands
            : stands;
    }

    /// <summary>True when what is kept is the person's, or is nobody's as the identity is, and was everybody's whose that was.</summary>
    private static bool IsFor(Identity kept, string person, Identity identity) =>
        kept.Person == person || (kept.Person is null && identity.Person is null && identity.PastPersons.All(kept.PastPersons.Contains));
}

/// <summary>What stands for an owner id.</summary>
/// <param name="Owner">The owner id that there is from now on.</param>
/// <param name="First">The first holder's, in whose partition it is settled where an event belongs.</param>
internal sealed record StandIn(string Owner, string First);
