using System.Collections.Concurrent;
using System.Numerics;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Bookkeeping;
using SalesPerf.Domain.Commissions;
using SalesPerf.Functions.Commissions;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>
/// Ends a close: once what was accepted before it has become credits, asks for everybody who is missing, comes again until nobody is, then writes the manifest and closes the month. Nobody is left out, however long it takes.
/// Whoever asks for a close that is under way has it look once more at once.
/// </summary>
public sealed class CompleteClose(IDocumentStore store, ModelDirectory directory, ReadPeriods periods, Chain chain, IMessageBus bus, TimeProvider time)
{
    /// <summary>Between the first looks, then a minute: most are done a few seconds after it was asked for, of many people the last only after a while.</summary>
    private static readonly TimeSpan[] Pauses = [ClosePeriod.Settling + TimeSpan.FromSeconds(2), .. new[] { 4, 8, 16, 32, 60 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    /// <summary>Looks within the first minute: most are still in the queue.</summary>
    private const int Early = 4;

    /// <summary>The way from what is accepted, or mapped to somebody, to credits.</summary>
    private static readonly string[] Before = [Queues.ReleaseQuarantine, Queues.RemapSource, Queues.RemapIdentity, Queues.IngestActivities, Queues.ApplyDeal];

    /// <summary>How far clocks of instances and broker may differ.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(5);

    /// <summary>A message that the broker keeps for hours must not keep the books open as long: what it brings is late.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromHours(1);

    private const int ReadAtOnce = 16;

    [Function(nameof(CompleteClose))]
    public async Task Run([ServiceBusTrigger(Queues.CompleteClose, Connection = Queues.Connection)] string message, CancellationToken cancellationToken)
    {
        var key = Envelopes.Read<CompleteCloseKey>(message).Data;
        if (await periods.ReadAsync(key.Period, cancellationToken) is not { Value: { State: OrganisationPeriod.Closing, KnownAt: { } knownAt } } stored)
        {
            return;
        }

        var next = await SettleAsync(key, knownAt, cancellationToken);
        if (next.Settled < Before.Length)
        {
            await AgainAsync(next, [], knownAt, time.GetUtcNow(), cancellationToken);
            return;
        }

        var model = (await directory.ReloadAsync(cancellationToken)).Model;
        var people = ScorecardInputs.Calendar(model, knownAt).Parse(key.Period) is { } month ? ReadPeriods.People(model, knownAt, month) : [];
        var found = await SealedAsync(key.Period, people, cancellationToken);
        var now = time.GetUtcNow();
        if (found.Count < people.Count || now < knownAt + ClosePeriod.Settling)
        {
            // Once, then after 4, 8, 16… looks only.
            var isAsking = key.Settled < Before.Length || (key.Attempt >= Early && BitOperations.IsPow2(key.Attempt));
            await AgainAsync(next, isAsking ? [.. people.Where(person => !found.ContainsKey(person))] : [], knownAt, now, cancellationToken);
            return;
        }

        if (!await CompleteAsync(stored, found.Values, cancellationToken))
        {
            await AgainAsync(next, [], knownAt, now, cancellationToken);
        }
    }

    /// <summary>
    /// Looks on from the queue that something waited in: each must have handed on what was sent before that was seen of the one before. Dead letters are not waited for, and nothing longer than <see cref="MaxWait"/>.
    /// </summary>
    private async Task<CompleteCloseKey> SettleAsync(CompleteCloseKey key, DateTimeOffset knownAt, CancellationToken cancellationToken)
    {
        while (key.Settled < Before.Length && time.GetUtcNow() < knownAt + MaxWait)
        {
            var since = key.Since ?? knownAt;
            if (await bus.IsWaitingSinceAsync(Before[key.Settled], since + Skew, cancellationToken))
            {
                return key with { Since = since };
            }

            key = key with { Settled = key.Settled + 1, Since = time.GetUtcNow() };
        }

        return key with { Settled = Before.Length };
    }

    private async Task AgainAsync(CompleteCloseKey key, IReadOnlyCollection<string> missing, DateTimeOffset knownAt, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (missing.Count > 0)
        {
            var notBefore = knownAt + ClosePeriod.Settling;
            foreach (var some in missing.Chunk(ScheduleForecasts.AtOnce))
            {
                await bus.SendAsync(
                    Queues.ClosePeriod,
                    [.. some.Select(person => Envelopes.Message("salesperf.books.close", new CloseKey(key.Period, person), now, notBefore > now ? notBefore : null))],
                    cancellationToken);
            }
        }

        if (key.IsOnce)
        {
            return;
        }

        await bus.SendAsync(
            Queues.CompleteClose, [Envelopes.Message("salesperf.books.complete", key with { Attempt = key.Attempt + 1 }, now, now + Pauses[Math.Min(key.Attempt, Pauses.Length - 1)])], cancellationToken);
    }

    /// <summary>Those whose month is closed, with what goes to payroll.</summary>
    private async Task<ConcurrentDictionary<string, SealedPerson>> SealedAsync(string month, IReadOnlyList<string> people, CancellationToken cancellationToken)
    {
        var found = new ConcurrentDictionary<string, SealedPerson>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(people, Several.AtOnce(ReadAtOnce, cancellationToken), async (person, stop) =>
        {
            var pk = Partitions.Rep(person);
            if (await store.ReadAsync<PersonPeriod>(pk, Deals.Books.Id(month), stop) is { Value.Seal: { } seal }
                && await store.ReadAsync<ClosedMonth>(pk, BookDocuments.ClosedId(month), stop) is { Value: var closed })
            {
                found[person] = new SealedPerson(person, seal, closed.Rows);
            }
        });
        return found;
    }

    /// <summary>
    /// True when the part is stored as it is here. One of an earlier try that was of other people is replaced together with the month, so that nobody does so once it is closed; it is looked at again then.
    /// </summary>
    private async Task<bool> WriteAsync(Stored<OrganisationPeriod> month, Document part, CancellationToken cancellationToken)
    {
        if (await store.CommitAsync(new DocumentBatch(part.Pk).Create(part), cancellationToken) is CommitResult.Committed)
        {
            return true;
        }

        if (await store.ReadAsync(part.Pk, part.Id, cancellationToken) is not { } there)
        {
            return false;
        }

        if (ContentHash.IsOf(there.Body, ContentHash.Of(part.Body)))
        {
            return true;
        }

        await store.CommitAsync(new DocumentBatch(part.Pk).Replace(there, part).Replace(month.Document, Deals.Books.OfOrganisation(month.Value)), cancellationToken);
        return false;
    }

    /// <summary>False when somebody else wrote the month or the chain meanwhile.</summary>
    private async Task<bool> CompleteAsync(Stored<OrganisationPeriod> stored, IEnumerable<SealedPerson> people, CancellationToken cancellationToken)
    {
        var period = stored.Value;
        var last = await chain.LastAsync(BookDocuments.Organisation, cancellationToken);
        var parts = Manifest.Cut(period.Period, people);
        var hashes = new List<AttestedDocument>();
        foreach (var part in parts)
        {
            var document = BookDocuments.ManifestPart(part);
            hashes.Add(new AttestedDocument(document.Id, ContentHash.Of(document.Body)));
            if (!await WriteAsync(stored, document, cancellationToken))
            {
                return false;
            }
        }

        var manifest = Manifest.Of(parts, [.. hashes.Select(part => part.Hash)]);
        var closed = period with { State = OrganisationPeriod.Closed, ClosedAt = time.GetUtcNow(), Manifest = manifest };
        var batch = new DocumentBatch(BookDocuments.Organisation).Replace(stored.Document, Deals.Books.OfOrganisation(closed));
        chain.Append(batch, last, period.ClosedBy!, "periodClosed", period.Period, hashes); // one that is closing has it
        return await store.CommitAsync(batch, cancellationToken) is CommitResult.Committed;
    }
}
