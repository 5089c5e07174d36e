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
/// Erases a person wherever they are found, in messages of moderate length, each of which sends for the next one. Keys at once; after two minutes, when nobody holds the organisation of
/// before any more and every claim decided by it has ended, rounds: activities and deals, then mails in a folder and what is on its way. After two rounds that found nothing, by when what
/// follows from the rounds before is done, all that is stored is looked through for names and addresses; after two more such rounds dead documents, what is encrypted and the free space of files go.
/// </summary>
public sealed class ErasePerson(
    IDocumentStore store,
    IMessageBus bus,
    PersonErasures erasures,
    IdentityErasure identities,
    ErasedMessages messages,
    ErasureSweep sweep,
    StandIns standIns,
    ApiKeys keys,
    DeadDocuments dead,
    Bookkeeping.KeptTexts texts,
    IEnumerable<IMailArchive> mails,
    IEnumerable<IStorePurge> files,
    TimeProvider time)
{
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>Records and activities after which the next identities wait for another round.</summary>
    private const int MaxFound = 200;

    /// <summary>How far back dead documents are looked through.</summary>
    private const int DeadDays = 10 * 366;

    [Function(nameof(ErasePerson))]
    public async Task Run([ServiceBusTrigger(Queues.ErasePerson, Connection = Queues.Connection)] string message, CancellationToken cancellationToken)
    {
        var envelope = Envelopes.Read<ErasureKey>(message);
        var (id, key) = (envelope.Id, envelope.Data);
        if (await erasures.BeginAsync(key, id, cancellationToken) is not { } stored)
        {
            return;
        }

        var now = time.GetUtcNow();
        if (key.Place is null)
        {
            await keys.RevokeOfAsync(key.Person, cancellationToken);
            await texts.EraseAsync(key.Person, cancellationToken);
        }

        if (now < stored.Value.RequestedAt + Settling)
        {
            await SendAsync(key, stored.Value.RequestedAt + Settling);
            return;
        }

        var theirs = await IdentitiesAsync(key.Person, stored.Value, cancellationToken);
        var moved = theirs.Where(identity => identity.IsMoved).ToList();
        var erased = new Erased(erasures.Unseal(stored.Value).Texts, [.. moved.Select(identity => identity.From)]);
        if (key.Place is { } place)
        {
            var next = await sweep.RunAsync(place, erased, [.. theirs.Select(identity => identity.NewKey)], cancellationToken);

            // What follows from it is done before the files are cleaned: two quiet rounds more.
            await SendAsync(key with { Place = next, IsSwept = next is null, IsQuiet = false }, next is null || next == place ? now + Pause : now);
            return;
        }

        var isQuiet = await RoundAsync(theirs, erased, stored.Value.RequestedAt, cancellationToken) == 0;
        if (!isQuiet || !key.IsQuiet)
        {
            await SendAsync(key with { IsQuiet = isQuiet }, now + Pause);
            return;
        }

        if (!key.IsSwept && erased.Texts.Count > 0)
        {
            await SendAsync(key with { Place = new ErasurePlace() }, now);
            return;
        }

        await dead.ForgetAsync(erased.ForOthers.Texts, erased.Owners, now, DeadDays, cancellationToken);
        foreach (var identity in moved)
        {
            await identities.EmptyAsync(identity, cancellationToken);
            if (await erasures.LetGoAsync(stored, identity.From, cancellationToken) is not { } left)
            {
                await SendAsync(key with { IsQuiet = false }, now + Pause);
                return;
            }

            stored = left;
        }

        await FinishAsync(stored, now, cancellationToken);

        Task SendAsync(ErasureKey next, DateTimeOffset notBefore) =>
            bus.SendAsync(Queues.ErasePerson, [FollowOn.Erase(next with { After = id }).Message(now, notBefore)], cancellationToken);
    }

    /// <summary>Those that are still the person's, or nobody's. What is somebody else's by now, or gone, is left alone, and so is what comes in under it.</summary>
    private async Task<List<ErasedIdentity>> IdentitiesAsync(string person, PersonErasureState state, CancellationToken cancellationToken)
    {
        var theirs = new List<ErasedIdentity>();
        foreach (var identity in erasures.Unseal(state).Identities)
        {
            if (await identities.IsOfAsync(person, identity, cancellationToken))
            {
                theirs.Add(new(identity, await standIns.OfAsync(person, identity, cancellationToken)));
            }
        }

        return theirs;
    }

    /// <summary>How much was found. What costs the most is looked through once the rest is done.</summary>
    private async Task<int> RoundAsync(IReadOnlyList<ErasedIdentity> theirs, Erased erased, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var found = 0;
        foreach (var identity in theirs.Where(identity => identity.IsMoved))
        {
            found += await identities.MoveAsync(identity, erased, cancellationToken);
            if (found >= MaxFound)
            {
                break;
            }
        }

        if (found > 0 || (erased.Texts.Count == 0 && erased.Owners.Count == 0))
        {
            return found;
        }

        foreach (var archive in mails)
        {
            await archive.ForgetAsync(erased.ForOthers.Texts, cancellationToken);
        }

        return await messages.RunAsync(theirs, erased, since, cancellationToken);
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
