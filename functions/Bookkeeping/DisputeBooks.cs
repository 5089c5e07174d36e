using SalesPerf.Domain.Bookkeeping;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>A person's disputes: what was said stands beside each step, by its hash.</summary>
public sealed class DisputeBooks(IDocumentStore store, DisputeIndex index, AdjustmentBooks adjustments, BookChanges changes, TimeProvider time)
{
    public const string Kind = "dispute";

    public static string Id(string id) => $"dispute~{Key.Component(id)}";

    public async Task<IReadOnlyList<Dispute>> OfAsync(string person, CancellationToken cancellationToken)
    {
        var found = new List<Dispute>();
        await foreach (var stored in store.RangeAsync<Dispute>(new RangeQuery(Partitions.Rep(person), Kind, Size: 500), cancellationToken))
        {
            found.Add(stored.Value);
        }

        return found;
    }

    /// <summary>Raises one: a repeat under the same key is the first.</summary>
    public Task<Dispute> RaiseAsync(string person, DisputeBody body, string author, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        var (id, pk, text) = (changes.NewId(key), Partitions.Rep(person), KeptText.Of(BookChanges.Reason(body.Reason)));
        return changes.ApplyAsync(pk, author, "disputeRaised", id, async batch =>
        {
            if (await store.ReadAsync<Dispute>(pk, Id(id), cancellationToken) is { Value: var known })
            {
                return known.Fingerprint == key?.Fingerprint ? known : throw Problems.IdempotencyKeyReused().ToException();
            }

            var now = time.GetUtcNow();
            var made = new Dispute
            {
                Id = id,
                Person = person,
                Period = body.Period,
                Assignment = body.Assignment,
                Component = body.Component,
                Line = body.Line,
                State = Dispute.Open,
                Steps = [new DisputeStep(Dispute.Open, author, now, text.Hash)],
                Fingerprint = key?.Fingerprint,
            };
            await index.AddAsync(person, id, now, cancellationToken);
            batch.Create(TypedDocuments.New(pk, Id(id), Kind, now, made)).Create(text.ToDocument(pk));
            return made;
        }, cancellationToken);
    }

    /// <summary>Goes on with one, and proposes what ends it. Null when there is none; where it stands so already it stays as it is.</summary>
    /// <exception cref="ProblemException">409 for a step that does not follow.</exception>
    public Task<Dispute?> MoveAsync(string person, string id, string state, MoveDisputeBody body, string by, CancellationToken cancellationToken)
    {
        var (pk, text) = (Partitions.Rep(person), KeptText.Of(BookChanges.Reason(body.Reason)));
        return changes.ApplyAsync<Dispute?>(pk, by, $"dispute{char.ToUpperInvariant(state[0])}{state[1..]}", id, async batch =>
        {
            if (await store.ReadAsync<Dispute>(pk, Id(id), cancellationToken) is not { } stored)
            {
                return null;
            }

            if (stored.Value.State == state)
            {
                return stored.Value;
            }

            var adjustment = state == Dispute.Resolved && body.Adjustment is not null ? $"{id}.adjustment" : null;
            if (stored.Value.Move(state, new DisputeStep(state, by, time.GetUtcNow(), text.Hash), adjustment) is not { } after)
            {
                throw Problems.Conflict($"It is {stored.Value.State}: {state} does not follow.").ToException();
            }

            // Those raised before there was an index come into it here.
            await index.AddAsync(person, id, stored.Value.Steps[0].At, cancellationToken);
            batch.Replace(stored.Document, TypedDocuments.New(pk, Id(id), Kind, stored.Document.At, after)).Create(text.ToDocument(pk));
            if (adjustment is not null)
            {
                var why = KeptText.Of(BookChanges.Reason(body.Adjustment!.Reason)); // there is one
                await adjustments.AddAsync(batch, person, adjustment, body.Adjustment, by, why, id, null, cancellationToken);
            }

            return after;
        }, cancellationToken);
    }
}

/// <summary>A dispute as it is raised.</summary>
/// <param name="Period">The pay period.</param>
/// <param name="Assignment">Of the statement.</param>
/// <param name="Component">Of the assignment.</param>
/// <param name="Line">The deal, or what an extra comes from; null is the component as a whole.</param>
/// <param name="Reason">What is wrong.</param>
public sealed record DisputeBody(string Period, string Assignment, string Component, string? Line, string Reason);

/// <summary>A step of a dispute.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Adjustment">Of a resolution: what is proposed to end it; somebody else approves it.</param>
public sealed record MoveDisputeBody(string Reason, AdjustmentBody? Adjustment = null);
