using Microsoft.Azure.Functions.Worker;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.DeadLetters;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Email;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.People.Erasure;

/// <summary>
/// Erases a person wherever they are found, in rounds, each of which sends for the next one: keys, activities and deals, mails that were put into a folder; then what came in since, what is
/// on its way, and dead documents. After two minutes, when nobody holds the organisation of before any more, and two rounds that found nothing, by when what follows from the rounds before is
/// done, what others did is looked through for names and addresses; after two more such rounds what is encrypted goes, and the free space of files.
/// </summary>
public sealed class ErasePerson(
    IDocumentStore store,
    IMessageBus bus,
    PersonErasures erasures,
    IdentityErasure identities,
    ErasedMessages messages,
    ErasureSweep sweep,
    OwnerPseudonym pseudonym,
    ApiKeys keys,
    DeadDocuments dead,
    IEnumerable<IMailArchive> mails,
    IEnumerable<IStorePurge> files,
    TimeProvider time)
{
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>How far back dead documents are looked through.</summary>
    private const int DeadDays = 10 * 366;

    [Function(nameof(ErasePerson))]
    public async Task Run([ServiceBusTrigger(Queues.ErasePerson, Connection = Queues.Connection)] string message, CancellationToken cancellationToken)
    {
        var key = Envelopes.Read<ErasureKey>(message).Data;
        var person = key.Person;
        if (await erasures.ReadAsync(person, cancellationToken) is not { Value.DoneAt: null } stored)
        {
            return;
        }

        var now = time.GetUtcNow();
        var facts = erasures.Unseal(stored.Value);
        var moves = new List<ErasedIdentity>();
        foreach (var identity in facts.Identities)
        {
            if ((await identities.HolderAsync(identity, cancellationToken) ?? person) != person)
            {
                // Somebody else's by now, and so is what comes in under it.
                continue;
            }

            moves.Add(new(identity, await pseudonym.OfForgottenAsync(identity.Source, identity.Owner, cancellationToken)));
        }

        var moved = moves.Where(identity => identity.IsMoved).ToList();
        var erased = new Erased(facts.Texts, [.. moved.Select(identity => identity.From)]);
        if (key.Sweep is { } place)
        {
            var next = await sweep.RunAsync(place, erased.ForOthers, cancellationToken);

            // What follows from it is done before the files are cleaned: two quiet rounds more.
            await SendAsync(next is null ? key with { Sweep = null, IsSwept = true, IsQuiet = false } : key with { Sweep = next }, next is null ? now + Pause : now, cancellationToken);
            return;
        }

        var found = await RoundAsync(person, moves, erased, stored.Value.RequestedAt, now, cancellationToken);
        var isQuiet = found == 0 && now >= stored.Value.RequestedAt + Settling;
        if (!isQuiet || !key.IsQuiet)
        {
            await SendAsync(key with { IsQuiet = isQuiet }, now + Pause, cancellationToken);
            return;
        }

        if (!key.IsSwept && erased.Texts.Count > 0)
        {
            await SendAsync(key with { Sweep = ErasureSweep.Beginning }, now, cancellationToken);
            return;
        }

        await dead.ForgetAsync(erased.ForOthers.Texts, erased.Owners, now, DeadDays, cancellationToken);
        foreach (var identity in moved)
        {
            await identities.ForgetAsync(identity.From, cancellationToken);
        }

        await FinishAsync(stored, now, cancellationToken);
    }

    private Task SendAsync(ErasureKey key, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        bus.SendAsync(Queues.ErasePerson, [FollowOn.Erase(key).Message(time.GetUtcNow(), notBefore)], cancellationToken);

    /// <summary>How much was found. What costs the most is looked through once the rest is done and settled.</summary>
    private async Task<int> RoundAsync(
        string person, IReadOnlyList<ErasedIdentity> moves, Erased erased, DateTimeOffset since, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await keys.RevokeOfAsync(person, cancellationToken);
        var found = 0;
        foreach (var identity in moves)
        {
            found += await identities.MoveAsync(identity, erased, cancellationToken);
        }

        foreach (var archive in mails)
        {
            await archive.ForgetAsync(erased.Texts, cancellationToken);
        }

        if (found > 0 || now < since + Settling || (erased.Texts.Count == 0 && erased.Owners.Count == 0))
        {
            return found;
        }

        foreach (var identity in moves)
        {
            found += await identities.CleanAsync(identity.NewKey, erased, cancellationToken);
        }

        return found + await messages.RunAsync(moves, erased, since, cancellationToken);
    }

    /// <summary>What was looked for goes before the files are cleaned, and only then it is done: whoever stops in between cleans again.</summary>
    private async Task FinishAsync(Stored<PersonErasureState> stored, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var opened = stored.Value with { Sealed = null };
        if (await store.CommitAsync(new DocumentBatch(Partitions.People).Replace(stored.Document, opened.ToDocument()), cancellationToken) is not CommitResult.Committed { ETags: [{ } tag] })
        {
            // It was asked for again meanwhile: that request has a round of its own on its way.
            return;
        }

        foreach (var file in files)
        {
            await file.PurgeAsync(cancellationToken);
        }

        var cleaned = stored.Document with { ETag = tag, Rev = stored.Rev + 1 };
        await store.CommitAsync(new DocumentBatch(Partitions.People).Replace(cleaned, (opened with { DoneAt = now }).ToDocument()), cancellationToken);
    }
}
