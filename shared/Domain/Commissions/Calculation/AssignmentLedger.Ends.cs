using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <content>Deals that end: clawbacks and corrections; and what is held until it is due.</content>
internal sealed partial class AssignmentLedger
{
    private void Hold(PlanComponent component, ComponentEarning earning)
    {
        foreach (var line in earning.Shares is null ? [] : earning.Pay.Lines)
        {
            held.Add($"{component.Id}~{line.Line.Id}", line.Line.Line, earning.Shares!.GetValueOrDefault("1~" + line.Line.Id)); // null has no lines
        }
    }

    /// <summary>
    /// What the ends of deals in this pay period take back: each component is computed for the measure period that the credit stands in with and without it, as it was
    /// agreed then. Ends before it are out of both. No more is taken than was paid.
    /// </summary>
    private IEnumerable<StatementExtra> Ends(PlanTerms piece, Period pay)
    {
        var (from, to) = (StartIn(piece, pay), EndIn(piece, pay));
        var ended = lines
            .Select(line => (Line: line, Day: DealFacts.Ended(line)))
            .Where(one => one.Day >= from && one.Day < to && piece.Covers(one.Line.Date) && one.Line.Date <= one.Day)
            .OrderBy(one => one.Day)
            .ThenBy(one => one.Line);
        foreach (var (line, day) in ended)
        {
            var then = pieces.LastOrDefault(one => one.Covers(line.Date) && !(one.Since > line.Date)) ?? piece;
            var whole = 0m;
            foreach (var component in then.Plan.Components.Where(one => one.BasedOn is null or []))
            {
                whole += TakenBack(then, component, line, day!.Value, to); // filtered
            }

            if (whole != 0m)
            {
                yield return new StatementExtra(piece.Plan.Clawback is null ? "correction" : "clawback", line.Deal, new Money(-whole, piece.Plan.Currency));
            }
        }
    }

    private decimal TakenBack(PlanTerms then, PlanComponent component, CreditLine line, DateOnly day, DateOnly to)
    {
        var credits = Credited(then, component, false);
        if (credits.FirstOrDefault(one => ReferenceEquals(one.Line, line)) is not { } own)
        {
            return 0m;
        }

        var kind = PeriodKinds.Parse(component.Measure) ?? input.Period.Kind;
        var measure = input.Calendar.PeriodOf(kind, line.Date);
        var pay = input.Calendar.PeriodOf(input.Period.Kind, line.Date);
        var end = Earlier(measure.End, to);
        var standing = credits
            .Where(one => measure.Contains(one.Line.Date) && one.Line.Date < end)
            .Where(one => ReferenceEquals(one.Line, line) || !(DealFacts.Ended(one.Line) < day || (DealFacts.Ended(one.Line) == day && one.Line.CompareTo(line) < 0)))
            .ToList();
        decimal Paid(IReadOnlyList<CreditedLine> of) =>
            Rounding.HalfAway(ComponentPay.Of(TermsOf(then, component, measure, pay, end, components[component.Id], (0m, 0m), false), of).Total, then.Digits);
        var difference = Paid(standing) - Paid([.. standing.Where(one => !ReferenceEquals(one, own))]);
        var id = $"{component.Id}~{own.Id}";
        var taken = Rounding.HalfAway(difference * DealFacts.ClawedShare(then.Plan.Clawback, line, day), then.Digits);
        taken = then.Plan.Payments is { Count: > 0 } ? Math.Min(taken, Math.Max(0m, held.Released(id, difference))) : taken;
        held.End(id, taken);
        return taken;
    }
}
