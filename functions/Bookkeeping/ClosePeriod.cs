using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Bookkeeping;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Commissions;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.DeadLetters;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>
/// Closes one person's month: what is to be replaced is read first, then all that the statements are made from, then one commit freezes them with the ledger and the chain. A credit
/// that is written meanwhile replaces the person's month too, so that one of the two loses and starts again. What is closed already stays as it is.
/// </summary>
public sealed class ClosePeriod(
    IDocumentStore store, ModelDirectory directory, ReadPeriods periods, MakeStatement statements, Chain chain, BookPieces pieces, Nudges nudges, DeadDocuments dead, TimeProvider time)
{
    /// <summary>By when every commit that was recorded before a close is done: what is read then is all that was known.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(15);

    /// <summary>Operations of a close that are left beside what it writes.</summary>
    private const int MaxPiecesDeleted = 80;

    [Function(nameof(ClosePeriod))]
    public async Task Run([ServiceBusTrigger(Queues.ClosePeriod, Connection = Queues.Connection)] string message, CancellationToken cancellationToken)
    {
        var key = Envelopes.Read<CloseKey>(message).Data;
        var attempts = new Attempts(time);
        while (true)
        {
            var all = await periods.AllAsync(cancellationToken);
            if (all.FirstOrDefault(period => period.Period == key.Period) is not { KnownAt: { } knownAt, ClosedBy: { } actor, ClosedAt: null })
            {
                // This may be a repeat of what closed the person's month and did not come to the nudge.
                await nudges.CalculateAsync([new CalculationKey(key.Person)], cancellationToken);
                return;
            }

            var loaded = await directory.ReloadAsync(cancellationToken);
            if (loaded.LoadedAt < knownAt + Settling)
            {
                throw new TimeoutException("What was recorded before the close may not be stored yet.");
            }

            var model = ClosedModel.Of(loaded.Model with { AsOf = knownAt }, [.. ReadPeriods.Closed(all).Where(closed => string.CompareOrdinal(closed.Id, key.Period) < 0)]);
            switch (await CloseAsync(model, ScorecardInputs.Calendar(model, knownAt), all, key, actor, cancellationToken))
            {
                case null or CommitResult.Committed:
                    await nudges.CalculateAsync([new CalculationKey(key.Person)], cancellationToken);
                    return;
                case CommitResult.Refused { Reason: Refusal.TooLarge }:
                    await dead.AddTooLargeAsync($"The books of {key.Person} for {key.Period}", Queues.ClosePeriod, Envelopes.Message("salesperf.books.close", key, time.GetUtcNow()), null, time.GetUtcNow(), cancellationToken);
                    return;
                default:
                    await attempts.AgainAsync(cancellationToken);
                    break;
            }
        }
    }

    /// <summary>Null when there is nothing to close.</summary>
    private async Task<CommitResult?> CloseAsync(
        Model model, FiscalCalendar calendar, IReadOnlyList<OrganisationPeriod> all, CloseKey key, string actor, CancellationToken cancellationToken)
    {
        var pk = Partitions.Rep(key.Person);
        var books = await store.ReadAsync<PersonPeriod>(pk, Deals.Books.Id(key.Period), cancellationToken);
        if (books?.Value.State == OrganisationPeriod.Closed || calendar.Parse(key.Period) is not { Kind: PeriodKind.Month } month)
        {
            return null;
        }

        var last = await chain.LastAsync(pk, cancellationToken);
        var posted = await pieces.PostedAsync(pk, cancellationToken);
        var before = await store.ReadAsync<LedgerMonth>(pk, BookDocuments.LedgerId(calendar.Previous(month).Id), cancellationToken);
        var goesOn = ReadPeriods.GoesOn(posted?.Pay, calendar, all);
        var (made, now) = (new List<Statement>(), new Dictionary<string, ClosedPay>(goesOn.States.ToDictionary(state => state.Assignment, StringComparer.Ordinal), StringComparer.Ordinal));
        var followed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var period in ReadPeriods.PayPeriods(calendar, month))
        {
            var (statement, closed, follows) = await statements.CloseAsync(model, calendar, key.Person, period, goesOn, cancellationToken);
            if (statement.Assignments.Count > 0 || period.Kind == PeriodKind.Month)
            {
                made.Add(statement);
            }

            foreach (var (one, other) in follows)
            {
                followed[one] = other;
            }

            foreach (var state in closed)
            {
                now[state.Assignment] = state;
            }
        }

        var batch = new DocumentBatch(pk);
        foreach (var statement in made)
        {
            var snapshot = StatementSnapshot.Of(key.Period, statement with { State = OrganisationPeriod.Closed });
            batch.Create(BookDocuments.Snapshot(pk, await pieces.KeepAsync(pk, snapshot, cancellationToken)));
        }

        var ledger = LedgerPostings.Of(key.Period, made, before?.Value.Balances ?? [], followed);
        batch.Create(BookDocuments.Ledger(pk, ledger, month.Start));
        batch.Create(BookDocuments.Closed(pk, new ClosedMonth(key.Person, key.Period, [.. made.Select(statement => statement.Period)], [.. made.SelectMany(Rows)])));
        var going = await pieces.KeepAsync(pk, PostedPay.Of(key.Period, [.. now.Values.OrderBy(state => state.Assignment, StringComparer.Ordinal)]), cancellationToken);
        _ = posted is null ? batch.Create(going.ToDocument(pk)) : batch.Replace(posted.Document, going.ToDocument(pk));
        foreach (var piece in (posted?.Pieces ?? []).Except(going.Pieces ?? []).Take(MaxPiecesDeleted))
        {
            batch.Delete(BookPiece.Id(piece));
        }

        // Last, as it carries the seal of what is above.
        var entry = chain.Append(batch, last, actor, "periodClosed", key.Period);
        var sealedBooks = Deals.Books.OfPerson(pk, new PersonPeriod(key.Period, OrganisationPeriod.Closed, entry.Hash));
        _ = books is null ? batch.Create(sealedBooks) : batch.Replace(books.Document, sealedBooks);
        return await store.CommitAsync(batch, cancellationToken);
    }

    private static IEnumerable<PayrollRow> Rows(Statement statement) => statement.Assignments.Select(one => new PayrollRow(
        statement.Person, one.Assignment, one.Plan, statement.Period, one.Earned, one.Payable, one.Payout, one.HeldBalance, one.DrawBalance, one.ReceivableBalance));
}
