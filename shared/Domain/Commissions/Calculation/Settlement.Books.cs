using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <content>Where closed pay periods left it, and what is left to the next.</content>
internal sealed partial class Settlement
{
    /// <summary>Goes on from the latest pay period that is closed: from nothing where nothing was posted.</summary>
    /// <param name="first">The first that is open.</param>
    private void Restore(Slot first)
    {
        var order = chain.Select((one, i) => (one.Pieces[0].Assignment, i)).ToDictionary(one => one.Assignment, one => one.i, StringComparer.Ordinal);
        var latest = input.Closed
            .Select(closed => (Closed: closed, Period: input.Calendar.Parse(closed.Period)))
            .Where(one => one.Period?.End <= openFrom && order.ContainsKey(one.Closed.Assignment))
            .OrderBy(one => one.Period!.Start) // filtered
            .ThenBy(one => order[one.Closed.Assignment])
            .LastOrDefault()
            .Closed;
        if (latest is null)
        {
            return;
        }

        (balance, bounds) = (PayBalance.From(latest), PlanBounds.From(latest));
        held.Restore(latest.Held);
        heldBefore = held.Balance;
        foreach (var posted in latest.Measures)
        {
            var key = new MeasureKey(posted.Assignment, posted.Component, posted.From);
            var parts = posted.Parts ?? held.PostedOf(key).ToDictionary(one => ComponentLedger.LinePart + one.Line, one => one.Earned, StringComparer.Ordinal);
            Measure(key, DateOnly.MinValue).Restore(posted.Earned, posted.Forgone, parts);
        }

        foreach (var end in latest.Ends)
        {
            if (lines.GetValueOrDefault(end.Id) is { } line && DealFacts.Ended(line) >= line.Date)
            {
                acted[end.Id] = end;
                continue;
            }

            // The deal is alive again, or no credit any more: what was taken back counts as never posted.
            foreach (var part in end.Taken)
            {
                Measure(new MeasureKey(part.Assignment, part.Component, part.From), DateOnly.MinValue).TakeBack(part.Amount);
                held.Reinstate(part, part.Line == end.Id);
            }
        }

        Correct(first);
    }

    private ClosedPay Frozen(Slot slot)
    {
        var pay = slot.Pay;
        return new ClosedPay
        {
            Assignment = chain[slot.Assignment].Pieces[0].Assignment,
            Period = pay.Id,
            Measures =
            [
                .. measures.Select(one => new PostedMeasure(
                    one.Key.Assignment, one.Key.Component, one.Key.From, one.Value.Posted, one.Value.Forgone, one.Value.End > pay.End ? one.Value.PostedParts() : null)),
            ],
            Held = held.Frozen(),
            Ends = [.. acted.Values],
            PlanPaid = bounds.Since(input.Calendar.PeriodOf(PeriodKind.Year, pay.Start).Start),
            PlanCarry = bounds.Carry,
            DrawDebt = balance.Debt,
            LoanDue = balance.LoanDue,
            Receivable = balance.Receivable,
            Instalment = balance.Instalment,
            InstalmentRest = balance.InstalmentRest,
        };
    }
}
