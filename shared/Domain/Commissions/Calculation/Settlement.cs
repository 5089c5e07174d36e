using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <summary>
/// A person's assignments in one currency that follow each other, from the first pay period to the one that is asked about: what each pay period posts, and the balances
/// that go from one into the next, also after the last assignment has ended.
/// </summary>
internal sealed partial class Settlement
{
    private readonly StatementInput input;
    private readonly WarningList warnings;
    private readonly AssignmentEarnings[] chain;
    private readonly Dictionary<string, CreditLine> lines = new(StringComparer.Ordinal);
    private readonly SortedDictionary<MeasureKey, MeasurePay> measures = [];
    private readonly SortedDictionary<string, ActedEnd> acted = new(StringComparer.Ordinal);
    private readonly DateOnly openFrom;
    private readonly bool isKept;
    private readonly bool hasPayments;
    private HeldPay held = new();
    private decimal heldBefore;
    private PayBalance balance = new();
    private PlanBounds bounds = new();
    private PlanBounds worth = new();
    private (PlanDraw Draw, decimal Amount)? lastDraw;

    /// <param name="input">All of it.</param>
    /// <param name="chain">The terms of each assignment, one after the other.</param>
    /// <param name="sorted">Credits in their sequence.</param>
    /// <param name="warnings">Of the period asked about.</param>
    /// <param name="isKept">True where what is posted is to be frozen.</param>
    public Settlement(StatementInput input, IReadOnlyList<PlanTerms[]> chain, IReadOnlyList<CreditLine> sorted, WarningList warnings, bool isKept)
    {
        (this.input, this.warnings) = (input, warnings);
        foreach (var line in sorted)
        {
            lines[CreditedLine.IdOf(line)] = line;
        }

        hasEnds = sorted.Any(line => DealFacts.Ended(line) is not null);
        openFrom = OpenFrom(input);
        this.isKept = isKept || openFrom > DateOnly.MinValue || input.Holds.Count > 0;
        hasPayments = chain.Any(terms => terms.Any(piece => piece.Plan.Payments is { Count: > 0 }));
        var isShared = this.isKept || hasEnds || hasPayments;
        this.chain = [.. chain.Select(terms => new AssignmentEarnings(input, terms, sorted, warnings, isShared))];
    }

    /// <summary>Plan currency for one of the payout's on a pay period's last day; null where it is not known.</summary>
    public static decimal? PayoutRate(PlanTerms terms, Period pay) => terms.PayoutCurrency is { } other && other != terms.Plan.Currency
        ? (terms.Plan.Rates ?? []).Where(rate => rate.Currency == other && !(rate.From > pay.Last)).MaxBy(rate => rate.From ?? DateOnly.MinValue)?.Rate
        : 1m;

    /// <summary>The first day that is open to the period asked about.</summary>
    private static DateOnly OpenFrom(StatementInput input)
    {
        var open = Earlier(input.OpenFrom ?? DateOnly.MinValue, input.Period.Start);
        foreach (var closed in input.Closed)
        {
            if (input.Calendar.Parse(closed.Period) is { } period && period.End <= input.Period.Start && period.End > open)
            {
                open = period.End;
            }
        }

        return open;
    }

    /// <summary>The parts of the statement of the period asked about, and where each assignment stands after it.</summary>
    public (IReadOnlyList<AssignmentStatement> Statements, IReadOnlyList<ClosedPay> Closed) Run()
    {
        var (made, frozen) = (new List<AssignmentStatement>(), new List<ClosedPay>());
        var isOpen = openFrom == DateOnly.MinValue;
        foreach (var slot in Slots())
        {
            var earnings = chain[slot.Assignment];
            if (slot.Number == 1 && slot.Assignment > 0)
            {
                earnings.GoOn(chain[slot.Assignment - 1]);
            }

            Snapshot(slot);
            var isShown = slot.Pay == input.Period;
            var earned = Earn(slot, isShown);
            if (slot.Pay.End <= openFrom)
            {
                _ = DrawOf(slot);
                continue;
            }

            if (!isOpen)
            {
                Restore(slot);
                isOpen = true;
            }
            else if (slot.Deciding.Any(piece => PaysAnew(piece) && slot.Pay.Contains(piece.Since!.Value)))
            {
                Correct(slot);
            }

            var statement = Pay(slot, earned, isShown);
            if (isShown && statement is not null)
            {
                made.Add(statement);
            }

            if (isShown && isKept)
            {
                frozen.Add(Frozen(slot));
            }
        }

        return (made, frozen);
    }

    /// <summary>Pay periods with a day of an assignment, and those after it until the next one begins.</summary>
    private IEnumerable<Slot> Slots()
    {
        for (var i = 0; i < chain.Length; i++)
        {
            var (kind, number) = (KindOf(chain[i].Pieces), 0);
            var next = i + 1 < chain.Length ? input.Calendar.PeriodOf(KindOf(chain[i + 1].Pieces), chain[i + 1].First).Start : input.Period.End;
            foreach (var pay in input.Calendar.PeriodsOf(kind, chain[i].First, input.Period.End))
            {
                var deciding = chain[i].Deciding(pay);
                if (deciding.Length > 0)
                {
                    yield return new Slot(i, pay, ++number, deciding);
                }
                else if (pay.End <= next)
                {
                    yield return new Slot(i, pay, 0, []);
                }
            }
        }
    }

    private PeriodKind KindOf(IReadOnlyList<PlanTerms> pieces) =>
        PeriodKinds.Parse((pieces.LastOrDefault(piece => AssignmentEarnings.Decides(piece, input.Period)) ?? pieces[^1]).Plan.PayPeriod) ?? input.Period.Kind;

    private IReadOnlyList<PeriodEarning> Earn(Slot slot, bool isShown)
    {
        var earned = chain[slot.Assignment].In(slot.Pay, isShown);
        foreach (var one in earned)
        {
            Measure(one.Key, one.Measure.End).Earn(one.Amount, one.Earning?.Shares, isKept);
            foreach (var line in one.Component?.BasedOn is { Count: > 0 } ? one.Earning!.Pay.Lines : []) // components have one
            {
                lines[line.Line.Id] = line.Line.Line;
            }
        }

        if (slot.Terms is { } terms)
        {
            _ = worth.Bound(terms, slot.Pay, earned.Where(one => one.Component is not null).Sum(one => one.Amount), input.Calendar);
        }

        return earned;
    }

    private MeasurePay Measure(MeasureKey key, DateOnly end)
    {
        if (!measures.TryGetValue(key, out var found))
        {
            measures[key] = found = new MeasurePay(end);
        }

        found.GoOn(end);
        return found;
    }

    private AssignmentStatement? Pay(Slot slot, IReadOnlyList<PeriodEarning> earned, bool isShown)
    {
        var (pay, pieces) = (slot.Pay, chain[slot.Assignment].Pieces);
        var terms = slot.Terms ?? pieces[^1];
        var plan = terms.Plan;
        var owed = balance.Debt != 0m || balance.Receivable != 0m || balance.LoanDue != 0m || held.Balance != 0m;
        var (sum, statements, parts, amounts) = Components(earned, isShown);
        var extras = Spiffs(earned);
        var steps = new List<(int Step, string Name, decimal Amount)> { (12, "components", sum) };
        var components = sum;
        sum = slot.IsActive ? bounds.Bound(terms, pay, sum, input.Calendar) : sum;
        steps.Add((13, "bounded", sum));
        Hold(parts, components, sum, pay, terms.Digits);
        amounts.ForEach(one => HoldRest(one.Key, one.Amount, sum < components && components > 0m ? sum / components : 1m, slot, terms.Digits));
        var leaving = LeavingIn(slot);
        if (leaving?.UnpaidCredit == "forfeit" && sum + extras.Sum(extra => extra.Amount.Amount) is > 0m and var forfeited)
        {
            extras.Add(new StatementExtra("forfeited", terms.Assignment, new Money(-forfeited, plan.Currency)));
            held.ForfeitNew();
        }

        extras.AddRange(Corrections(earned, slot, plan.Currency, terms.Digits));
        var (from, to) = (slot.IsActive ? AssignmentEarnings.StartIn(slot.Deciding[0], pay) : pay.Start, EndOf(slot));
        var fixedOnes = input.Adjustments
            .Where(one => one.Assignment == terms.Assignment && from <= one.Date && one.Date < to)
            .OrderBy(one => one.Id, StringComparer.Ordinal)
            .ToList();
        extras.AddRange(fixedOnes.Select(one => new StatementExtra("adjustment", one.Id, new Money(Rounding.HalfAway(one.Amount, terms.Digits), plan.Currency), one.Component)));
        fixedOnes.ForEach(one => HoldFixed(one, slot, terms.Digits));
        var taken = Ends(slot, to).ToList();
        extras.AddRange(taken);
        var total = sum + extras.Sum(extra => extra.Amount.Amount);
        steps.Add((14, "earned", total));
        var isWhole = HoldWhole(terms, total, slot);
        var (notDue, due) = held.Settle(
            (key, line) => leaving?.Held == "pay" ? 1m : DueShare(key, line, to), (key, line) => LostShare(key, line, to), (key, line) => IsHeldByHand(key, line, pay), terms.Digits);
        if (leaving?.Held == "forfeit")
        {
            held.Forfeit((key, line) => DueShare(key, line, to), (key, line) => IsHeldByHand(key, line, pay), terms.Digits);
        }

        var payable = total - notDue + due;
        if (notDue != 0m || due != 0m || hasPayments)
        {
            steps.AddRange([(15, "held", -notDue), (15, "released", due)]);
        }

        if (heldBefore + notDue - due - held.Balance is not 0m and var cancelled)
        {
            steps.Add((15, "cancelled", cancelled));
        }

        heldBefore = held.Balance;
        steps.Add((15, "payable", payable));
        var (draw, amount) = DrawOf(slot);
        var clawedBack = isWhole ? 0m : fixedOnes.Where(one => one.IsClawback).Sum(one => -one.Amount) - taken.Sum(one => one.Amount.Amount);
        steps.AddRange(balance.Pay(payable, clawedBack, draw, amount, slot.Number, lastDraw, plan.Receivable, leaving, terms.Digits));
        if (!slot.IsActive && !owed && extras.Count == 0 && payable == 0m)
        {
            return null;
        }

        return Written(slot, terms, statements, extras, steps);
    }

    private AssignmentStatement Written(
        Slot slot, PlanTerms terms, List<ComponentStatement> statements, List<StatementExtra> extras, List<(int Step, string Name, decimal Amount)> steps)
    {
        var plan = terms.Plan;
        decimal Of(string name) => steps.First(step => step.Name == name).Amount;
        Money InPlan(decimal value) => new(value, plan.Currency);
        var (rate, places) = (PayoutRate(terms, slot.Pay), plan.Components.Select(component => component.Id).ToList());
        return new AssignmentStatement
        {
            Assignment = terms.Assignment,
            Plan = plan.Id,
            Components = [.. statements.OrderBy(one => places.IndexOf(one.Component))],
            Extras = extras,
            Steps = [.. steps.Select(step => new StatementStep(step.Step, step.Name, InPlan(step.Amount)))],
            Earned = InPlan(Of("earned")),
            Payable = InPlan(Of("payable")),
            Payout = rate is null or 1m
                ? InPlan(steps[^1].Amount)
                : new Money(Rounding.HalfAway(steps[^1].Amount / rate.Value, CurrencyDigits.Of(terms.PayoutCurrency!)), terms.PayoutCurrency!), // there is no rate without
            PayoutRate = rate == 1m ? null : rate,
            HeldBalance = InPlan(held.Balance),
            Holds = Holds(slot, plan.Currency),
            DrawBalance = InPlan(balance.Debt),
            ReceivableBalance = InPlan(balance.Receivable),
        };
    }

    /// <summary>The day after the last that a slot counts: the assignment's, where another follows in the same pay period.</summary>
    private DateOnly EndOf(Slot slot)
    {
        var follows = slot.Assignment + 1 < chain.Length && chain[slot.Assignment + 1].First < slot.Pay.End;
        return follows && slot.IsActive ? AssignmentEarnings.EndIn(slot.Deciding[^1], slot.Pay) : slot.Pay.End;
    }

    private static DateOnly Earlier(DateOnly one, DateOnly other) => other < one ? other : one;

    /// <summary>A pay period of an assignment, or one after it.</summary>
    /// <param name="Assignment">Its place in the chain.</param>
    /// <param name="Number">Of the pay period in the assignment, from 1; 0 after it.</param>
    /// <param name="Deciding">The terms of its days; none after it.</param>
    private sealed record Slot(int Assignment, Period Pay, int Number, PlanTerms[] Deciding)
    {
        public bool IsActive => Number > 0;

        public PlanTerms? Terms => Deciding.LastOrDefault();
    }
}
