using SalesPerf.Domain.Bookkeeping;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>
/// Reopenings, beside the organisation's months: approving one is one commit that moves the moment up to which those months' terms are known. Nothing else is written, as an open
/// statement is computed from what was posted and what closed days are worth now; so that nothing can be posted twice.
/// </summary>
public sealed class ReopeningBooks(IDocumentStore store, ModelDirectory directory, ReadPeriods periods, BookChanges changes, TimeProvider time)
{
    public const string Kind = "reopening";

    /// <summary>Months in one commit.</summary>
    private const int MaxMonths = 90;

    public static string Id(string id) => $"reopening~{Key.Component(id)}";

    /// <summary>Proposes one: a repeat under the same key is the first.</summary>
    /// <exception cref="ProblemException">422 for a month that is not closed, or too long ago.</exception>
    public Task<Reopening> ProposeAsync(ReopeningBody body, string author, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        var (id, pk, text) = (changes.NewId(key), BookDocuments.Organisation, KeptText.Of(BookChanges.Reason(body.Reason)));
        return changes.ApplyAsync(pk, author, "reopeningProposed", id, async batch =>
        {
            if (await store.ReadAsync<Reopening>(pk, Id(id), cancellationToken) is { Value: var known })
            {
                return known.Fingerprint == key?.Fingerprint ? known : throw Problems.IdempotencyKeyReused().ToException();
            }

            var all = await periods.AllAsync(cancellationToken);
            if (all.FirstOrDefault(period => period.Period == body.ReopenFrom)?.State != OrganisationPeriod.Closed)
            {
                throw Problems.Validation("/reopenFrom", "must be a closed month").ToException();
            }

            if (all.Count(period => string.CompareOrdinal(period.Period, body.ReopenFrom) >= 0) > MaxMonths)
            {
                throw Problems.Validation("/reopenFrom", $"must be one of the last {MaxMonths} closed months").ToException();
            }

            var now = time.GetUtcNow();
            var made = new Reopening
            {
                Id = id,
                ReopenFrom = body.ReopenFrom,
                State = Reopening.Proposed,
                Author = author,
                ProposedAt = now,
                ReasonHash = text.Hash,
                Fingerprint = key?.Fingerprint,
            };
            batch.Create(TypedDocuments.New(pk, Id(id), Kind, now, made)).Create(text.ToDocument(pk));
            return made;
        }, cancellationToken);
    }

    /// <summary>Approves or rejects one. Null when there is none.</summary>
    /// <exception cref="ProblemException">403 for its author; 409 when it was decided otherwise, or a month is being closed.</exception>
    public async Task<Reopening?> DecideAsync(string id, bool isApproved, string by, CancellationToken cancellationToken)
    {
        var pk = BookDocuments.Organisation;
        var paid = isApproved ? ReadPeriods.People((await directory.GetAsync(cancellationToken)).Model, time.GetUtcNow()) : [];
        return await changes.ApplyAsync<Reopening?>(pk, by, isApproved ? "reopeningApproved" : "reopeningRejected", id, [.. paid.Select(FollowOn.Calculate)], async batch =>
        {
            if (await store.ReadAsync<Reopening>(pk, Id(id), cancellationToken) is not { } stored)
            {
                return null;
            }

            var (after, refusal) = stored.Value.Decide(isApproved, by, time.GetUtcNow());
            if (after is null)
            {
                throw (stored.Value.State == Reopening.Proposed ? Problems.SecondPersonRequired(refusal!) : Problems.Conflict(refusal!)).ToException(); // one of both
            }

            if (after == stored.Value)
            {
                return after;
            }

            after = isApproved ? after with { Months = await ReopenAsync(batch, after, cancellationToken) } : after;
            batch.Replace(stored.Document, TypedDocuments.New(pk, Id(id), Kind, stored.Document.At, after));
            return after;
        }, cancellationToken);
    }

    /// <summary>A close that is under way counts the terms of closed days: it must not find some of one kind and some of another.</summary>
    private async Task<IReadOnlyList<string>> ReopenAsync(DocumentBatch batch, Reopening reopening, CancellationToken cancellationToken)
    {
        var changed = new List<string>();
        await foreach (var stored in store.RangeAsync<OrganisationPeriod>(new RangeQuery(batch.Pk, Deals.Books.Kind, Size: 500), cancellationToken))
        {
            var period = stored.Value;
            if (period.State == OrganisationPeriod.Closing)
            {
                throw Problems.Conflict($"{period.Period} is being closed: approve it after that.").ToException();
            }

            if (period.State == OrganisationPeriod.Closed && string.CompareOrdinal(period.Period, reopening.ReopenFrom) >= 0 && (period.ReopenedAt ?? period.KnownAt) < reopening.ProposedAt)
            {
                changed.Add(period.Period);
                batch.Replace(stored.Document, Deals.Books.OfOrganisation(period with { ReopenedAt = reopening.ProposedAt }));
            }
        }

        return changed.Count > MaxMonths
            ? throw Problems.Conflict("More months were closed since it was proposed than can be reopened at once.").ToException()
            : [.. changed.Order(StringComparer.Ordinal)];
    }
}

/// <summary>A reopening as it is proposed.</summary>
/// <param name="ReopenFrom">The first fiscal month; every closed one after it goes with it.</param>
/// <param name="Reason">Why.</param>
public sealed record ReopeningBody(string ReopenFrom, string Reason);
