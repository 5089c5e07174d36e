using SalesPerf.Domain.Access;
using SalesPerf.Domain.Bookkeeping;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>What of a person's pay finance holds by hand. It is written with the person's month, so that a close and a hold cannot miss each other.</summary>
public sealed class HoldBooks(IDocumentStore store, ModelDirectory directory, Books books, OpenMonths months, BookChanges changes, KeptTexts texts, TimeProvider time)
{
    public const string Kind = "hold";

    public static string Id(string id) => $"hold~{Key.Component(id)}";

    /// <summary>The first held first.</summary>
    public async Task<IReadOnlyList<Hold>> OfAsync(string person, CancellationToken cancellationToken)
    {
        var found = new List<Hold>();
        await foreach (var stored in store.RangeAsync<Hold>(new RangeQuery(Partitions.Rep(person), Kind, Size: 500), cancellationToken))
        {
            found.Add(stored.Value);
        }

        return found;
    }

    /// <summary>As statements are given them.</summary>
    public async Task<IReadOnlyList<PayHold>> PayAsync(string person, CancellationToken cancellationToken) =>
        [.. (await OfAsync(person, cancellationToken)).Select(one => new PayHold(one.Id, one.From, one.ReleasedOn, one.Assignment, one.Component, one.Source, one.Deal))];

    /// <summary>A statement with why each of its holds is there: it may have been erased, so that what is frozen does not have it.</summary>
    public async Task<Statement> ExplainAsync(Statement statement, CancellationToken cancellationToken)
    {
        var shown = statement.Assignments.SelectMany(one => one.Holds ?? []).Select(hold => Id(hold.Id)).Distinct(StringComparer.Ordinal).ToList();
        if (shown.Count == 0)
        {
            return statement;
        }

        var hashes = (await store.ReadManyAsync<Hold>(Partitions.Rep(statement.Person), shown, cancellationToken)).ToDictionary(hold => hold.Value.Id, hold => hold.Value.ReasonHash, StringComparer.Ordinal);
        var said = await texts.ReadAsync(Partitions.Rep(statement.Person), hashes.Values, cancellationToken);
        return statement with
        {
            Assignments = [.. statement.Assignments.Select(one => one with { Holds = one.Holds is { } holds ? [.. holds.Select(Explained)] : null })],
        };

        StatementHold Explained(StatementHold hold) => hold with { Reason = hashes.GetValueOrDefault(hold.Id) is { } hash ? said.GetValueOrDefault(hash) : null };
    }

    /// <summary>Holds something: a repeat under the same key is the first.</summary>
    /// <exception cref="ProblemException">409 for a pay period that is closed.</exception>
    public Task<Hold> HoldAsync(string person, HoldBody body, string author, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        var (id, pk, text) = (changes.NewId(key), Partitions.Rep(person), KeptText.Of(BookChanges.Reason(body.Reason)));
        return changes.OfPersonAsync(person, author, "payHeld", id, async batch =>
        {
            if (await store.ReadAsync<Hold>(pk, Id(id), cancellationToken) is { Value: var known })
            {
                return known.Fingerprint == key?.Fingerprint ? known : throw Problems.IdempotencyKeyReused().ToException();
            }

            var (model, now) = ((await directory.GetAsync(cancellationToken)).Model, time.GetUtcNow());
            var period = ScorecardInputs.Calendar(model, now).Parse(body.Period)!; // checked by who asks
            var month = await months.OfAsync(model, person, period.Last, cancellationToken);
            var made = new Hold
            {
                Id = id,
                Person = person,
                Period = period.Id,
                From = period.Start,
                Assignment = body.Assignment,
                Component = body.Component,
                Source = body.Source,
                Deal = body.Deal,
                State = Hold.Held,
                Author = author,
                HeldAt = now,
                ReasonHash = text.Hash,
                Fingerprint = key?.Fingerprint,
            };
            batch.Create(TypedDocuments.New(pk, Id(id), Kind, now, made)).Create(text.ToDocument(pk));
            await books.AddAsync(batch, month.Id, cancellationToken);
            return made;
        }, cancellationToken);
    }

    /// <summary>Releases one: it is paid in the pay period of a day, today without one. One that is released stays as it is. Null when there is none.</summary>
    /// <exception cref="ProblemException">403 for whose pay it is; 409 for a closed month; 422 for a day before what is held.</exception>
    public Task<Hold?> ReleaseAsync(string person, string id, ReleaseBody body, Principal by, CancellationToken cancellationToken)
    {
        var (pk, text) = (Partitions.Rep(person), KeptText.Of(BookChanges.Reason(body.Reason)));
        return changes.OfPersonAsync<Hold?>(person, by.Id, "payReleased", id, async batch =>
        {
            if (await store.ReadAsync<Hold>(pk, Id(id), cancellationToken) is not { } stored)
            {
                return null;
            }

            if (by.PersonId == person)
            {
                throw Problems.SecondPersonRequired("Nobody releases their own pay: somebody else does.").ToException();
            }

            if (stored.Value.State == Hold.Released)
            {
                return stored.Value;
            }

            var (model, now) = ((await directory.GetAsync(cancellationToken)).Model, time.GetUtcNow());
            var date = body.Date ?? model.Today(now);
            if (date < stored.Value.From)
            {
                throw Problems.Validation("/date", $"must not be before {stored.Value.From:yyyy-MM-dd}, the first day that is held").ToException();
            }

            var month = await months.OfAsync(model, person, date, cancellationToken);
            var after = stored.Value with { State = Hold.Released, ReleasedOn = date, ReleasedBy = by.Id, ReleasedAt = now, ReleaseReasonHash = text.Hash };
            batch.Replace(stored.Document, TypedDocuments.New(pk, Id(id), Kind, stored.Document.At, after)).Create(text.ToDocument(pk));
            await books.AddAsync(batch, month.Id, cancellationToken);
            return after;
        }, cancellationToken);
    }
}

/// <summary>What is to be held.</summary>
/// <param name="Period">The first pay period: nothing is paid of what is named from it on, until it is released.</param>
/// <param name="Assignment">Of the person; null is every one.</param>
/// <param name="Component">Null is every one.</param>
/// <param name="Source">Of the deal.</param>
/// <param name="Deal">Every credit of it; null is all pay.</param>
/// <param name="Reason">Why.</param>
public sealed record HoldBody(string Period, string? Assignment, string? Component, string? Source, string? Deal, string Reason);

/// <summary>A release.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Date">A day of the pay period that it is paid in; today without one.</param>
public sealed record ReleaseBody(string Reason, DateOnly? Date = null);
