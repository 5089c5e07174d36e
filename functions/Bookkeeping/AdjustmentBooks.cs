using SalesPerf.Domain.Access;
using SalesPerf.Domain.Bookkeeping;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>A person's adjustments. What counts is written with the person's month, so that a close and an approval cannot miss each other.</summary>
public sealed class AdjustmentBooks(IDocumentStore store, ModelDirectory directory, Books books, OpenMonths months, BookChanges changes, TimeProvider time)
{
    public const string Kind = "adjustment";

    private const decimal MaxAmount = 1_000_000_000_000_000m;

    public static string Id(string id) => $"adjustment~{Key.Component(id)}";

    /// <summary>By date.</summary>
    public async Task<IReadOnlyList<Adjustment>> OfAsync(string person, CancellationToken cancellationToken)
    {
        var found = new List<Adjustment>();
        await foreach (var stored in store.RangeAsync<Adjustment>(new RangeQuery(Partitions.Rep(person), Kind, Size: 500), cancellationToken))
        {
            found.Add(stored.Value);
        }

        return found;
    }

    /// <summary>Those that count, as statements are given them.</summary>
    public async Task<(IReadOnlyList<FixedAdjustment> Fixed, IReadOnlyList<CreditAdjustment> Credit)> ApprovedAsync(string person, CancellationToken cancellationToken)
    {
        var approved = (await OfAsync(person, cancellationToken)).Where(one => one.State == Adjustment.Approved).ToLookup(one => one.Kind == Adjustment.Credit);
        return (
            [.. approved[false].Select(one => new FixedAdjustment(one.Id, one.Assignment, one.Date, one.Amount.Amount, Component: one.Component))],
            [.. approved[true].Select(one => new CreditAdjustment(one.Id, one.Assignment, one.Component!, one.Date, one.Amount.Amount))]); // credit is of one
    }

    /// <summary>Proposes one: a repeat under the same key is the first.</summary>
    /// <exception cref="ProblemException">422 for an assignment, a currency or a day that it cannot count in; 409 for a month that is closed.</exception>
    public Task<Adjustment> ProposeAsync(string person, AdjustmentBody body, string author, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        var (id, pk, text) = (changes.NewId(key), Partitions.Rep(person), KeptText.Of(BookChanges.Reason(body.Reason)));
        return changes.ApplyAsync(pk, author, "adjustmentProposed", id, async batch =>
        {
            if (await store.ReadAsync<Adjustment>(pk, Id(id), cancellationToken) is { Value: var known })
            {
                return known.Fingerprint == key?.Fingerprint ? known : throw Problems.IdempotencyKeyReused().ToException();
            }

            return await AddAsync(batch, person, id, body, author, text, null, key?.Fingerprint, cancellationToken);
        }, cancellationToken);
    }

    /// <summary>Adds a proposed one to a batch.</summary>
    public async Task<Adjustment> AddAsync(
        DocumentBatch batch, string person, string id, AdjustmentBody body, string author, KeptText text, string? dispute, string? fingerprint, CancellationToken cancellationToken)
    {
        var model = (await directory.GetAsync(cancellationToken)).Model;
        Check(model, person, body);
        await months.OfAsync(model, person, body.Date, cancellationToken);
        var made = new Adjustment
        {
            Id = id,
            Person = person,
            Assignment = body.Assignment,
            Kind = body.Kind,
            Component = body.Component,
            Amount = body.Amount,
            Date = body.Date,
            State = Adjustment.Proposed,
            Author = author,
            ProposedAt = time.GetUtcNow(),
            ReasonHash = text.Hash,
            Dispute = dispute,
            Fingerprint = fingerprint,
        };
        batch.Create(Document(batch.Pk, made)).Create(text.ToDocument(batch.Pk));
        return made;
    }

    /// <summary>Approves or rejects one. Null when there is none.</summary>
    /// <exception cref="ProblemException">403 for its author and for whose pay it is; 409 when it was decided otherwise, or its month is closed.</exception>
    public Task<Adjustment?> DecideAsync(string person, string id, bool isApproved, Principal by, CancellationToken cancellationToken)
    {
        var pk = Partitions.Rep(person);
        return changes.OfPersonAsync<Adjustment?>(person, by.Id, isApproved ? "adjustmentApproved" : "adjustmentRejected", id, async batch =>
        {
            if (await store.ReadAsync<Adjustment>(pk, Id(id), cancellationToken) is not { } stored)
            {
                return null;
            }

            var (after, refusal) = stored.Value.Decide(isApproved, by.Id, by.PersonId, time.GetUtcNow());
            if (after is null)
            {
                throw (stored.Value.State == Adjustment.Proposed ? Problems.SecondPersonRequired(refusal!) : Problems.Conflict(refusal!)).ToException(); // one of both
            }

            if (after == stored.Value)
            {
                return after;
            }

            batch.Replace(stored.Document, Document(pk, after));
            if (isApproved)
            {
                // What it is of may be another plan by now.
                var model = (await directory.GetAsync(cancellationToken)).Model;
                Check(model, person, new AdjustmentBody(after.Assignment, after.Amount, after.Date, "", after.Kind, after.Component));
                var month = await months.OfAsync(model, person, after.Date, cancellationToken);
                await books.AddAsync(batch, month.Id, cancellationToken);
            }

            return after;
        }, cancellationToken);
    }

    private static Document Document(string pk, Adjustment adjustment) => TypedDocuments.New(pk, Id(adjustment.Id), Kind, DealDocuments.At(adjustment.Date), adjustment);

    private static void Check(Model model, string person, AdjustmentBody body)
    {
        var assignment = model.Assignments.GetValueOrDefault(body.Assignment)?.At(body.Date, model.AsOf);
        var problems = new List<FieldProblem>();
        if (assignment is null || assignment.Person != person || assignment.From > body.Date || assignment.To <= body.Date)
        {
            problems.Add(new FieldProblem("/assignment", "must be an assignment that the person is on at the date"));
        }
        else if (model.Plan(assignment.Plan, body.Date) is not { } plan)
        {
            problems.Add(new FieldProblem("/date", "must be a day on which the plan is in force"));
        }
        else
        {
            if (plan.Currency != body.Amount.Currency)
            {
                problems.Add(new FieldProblem("/amount/currency", $"must be {plan.Currency}, the plan's"));
            }

            var component = plan.Components.FirstOrDefault(one => one.Id == body.Component);
            if ((body.Component is not null || body.Kind == Adjustment.Credit) && component is null)
            {
                problems.Add(new FieldProblem("/component", "must be a component of the plan"));
            }
            else if (body.Kind == Adjustment.Credit && component is { CreditRules.Count: 0 })
            {
                problems.Add(new FieldProblem("/component", "must be one that deals are credited to"));
            }
        }

        if (body.Kind is not (null or Adjustment.Fixed or Adjustment.Credit))
        {
            problems.Add(new FieldProblem("/kind", "must be fixed or credit"));
        }

        if (body.Amount.Amount == 0m || Math.Abs(body.Amount.Amount) > MaxAmount)
        {
            problems.Add(new FieldProblem("/amount/amount", "must not be 0, nor beyond 10^15"));
        }

        if (problems.Count > 0)
        {
            throw Problems.Validation(problems).ToException();
        }
    }
}

/// <summary>An adjustment as it is proposed.</summary>
/// <param name="Assignment">Whose plan it is paid with.</param>
/// <param name="Amount">In the plan's currency; negative takes.</param>
/// <param name="Date">In the pay period that it counts in.</param>
/// <param name="Reason">Why.</param>
/// <param name="Kind"><c>fixed</c> (added as it is) or <c>credit</c> (credit of the component, through its tiers); null is fixed.</param>
/// <param name="Component">Required for credit; else the one that it makes up for, or null.</param>
public sealed record AdjustmentBody(string Assignment, Money Amount, DateOnly Date, string Reason, string? Kind = null, string? Component = null);
