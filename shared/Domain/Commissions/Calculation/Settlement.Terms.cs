using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <content>What plans say of single credits and of the draw.</content>
internal sealed partial class Settlement
{
    /// <summary>The terms that a line is credited by.</summary>
    private PlanTerms? TermsAt(string assignment, CreditLine line) =>
        Array.Find(chain, one => one.Pieces[0].Assignment == assignment)?.On(line.Date);

    /// <summary>A line by its id; of what takes back for a deal that ended, the deal's own.</summary>
    private CreditLine? Find(string id) =>
        lines.GetValueOrDefault(id.EndsWith(CreditedLine.Ended, StringComparison.Ordinal) ? id[..^CreditedLine.Ended.Length] : id);

    /// <summary>When pay is due is told by the plan in force on the day of the credit; what was held of a credit that is no more is still there to be taken out.</summary>
    private bool IsHeld(MeasureKey key, string line) =>
        held.Has(key, line) || (Find(line) is { } known && TermsAt(key.Assignment, known)?.Plan.Payments is { Count: > 0 });

    private decimal DueShare(MeasureKey key, string line, DateOnly before) =>
        CreditedLine.IsByHand(line) ? 1m
        : Find(line) is not { } known ? 0m
        : TermsAt(key.Assignment, known)?.Plan.Payments is { Count: > 0 } payments ? DealFacts.DueShare(payments, known, before)
        : 1m;

    private decimal LostShare(MeasureKey key, string line, DateOnly before) =>
        Find(line) is { } known && TermsAt(key.Assignment, known)?.Plan.Payments is { } payments ? DealFacts.LostShare(payments, known, before) : 0m;

    /// <summary>What the plan says of whoever leaves it for none in a pay period; null for all others. Whoever comes back to the same assignment later has left all the same.</summary>
    private PlanLeaving? LeavingIn(Slot slot) =>
        slot.Terms is { To: { } to } terms && to > slot.Pay.Start && to <= slot.Pay.End && !input.Terms.Any(other => other.Assignment != terms.Assignment && other.Covers(to))
            ? terms.Plan.OnLeaving
            : null;

    /// <summary>The draw of a pay period: not ramped, prorated by days.</summary>
    private (PlanDraw? Draw, decimal Amount) DrawOf(Slot slot)
    {
        if (slot.Terms is not { Plan.Draw: { } draw } terms || slot.Number > draw.Periods)
        {
            return (null, 0m);
        }

        var pay = slot.Pay;
        var step = chain[slot.Assignment].StepIn(terms, pay);
        var full = step?.DrawAmount ?? draw.Amount ?? ((terms.TargetPay ?? 0m) * pay.Kind.Months() / 12m * (draw.TargetPayPercent ?? 0m) / 100m);
        lastDraw = (draw, Rounding.HalfAway(full, terms.Digits));
        return (draw, Rounding.HalfAway(full * terms.Counting.Days(pay, pay, terms.From, terms.To) / pay.Days, terms.Digits));
    }
}
