using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <summary>One assignment from its first pay period to the one that is asked about: every step, and what goes from one period into the next.</summary>
internal sealed partial class AssignmentLedger
{
    private readonly StatementInput input;
    private readonly IReadOnlyList<PlanTerms> pieces;
    private readonly IReadOnlyList<CreditLine> lines;
    private readonly WarningList warnings;
    private readonly WarningList unseen = new();
    private readonly Dictionary<string, ComponentLedger> components = new(StringComparer.Ordinal);
    private readonly Dictionary<(PlanTerms, string), IReadOnlyList<CreditedLine>> credited = [];
    private readonly PayBalance balance = new();
    private readonly List<(DateOnly Start, decimal Paid)> planPaid = [];
    private readonly HeldPay held;
    private readonly bool hasEnds;
    private decimal planCarry;

    /// <param name="input">All of it.</param>
    /// <param name="pieces">The assignment's terms, by day.</param>
    /// <param name="lines">Credits in their sequence.</param>
    /// <param name="warnings">Of the period asked about.</param>
    public AssignmentLedger(StatementInput input, IReadOnlyList<PlanTerms> pieces, IReadOnlyList<CreditLine> lines, WarningList warnings)
    {
        (this.input, this.pieces, this.lines, this.warnings) = (input, pieces, lines, warnings);
        held = new HeldPay(pieces[^1].Plan.Payments ?? []);
        hasEnds = lines.Any(line => DealFacts.Ended(line) is not null);
    }

    /// <summary>Plan currency for one of the payout's on a pay period's last day; null where it is not known.</summary>
    public static decimal? PayoutRate(PlanTerms terms, Period pay) => terms.PayoutCurrency is { } other && other != terms.Plan.Currency
        ? (terms.Plan.Rates ?? []).Where(rate => rate.Currency == other && !(rate.From > pay.Last)).MaxBy(rate => rate.From ?? DateOnly.MinValue)?.Rate
        : 1m;

    public AssignmentStatement Statement()
    {
        var first = input.Calendar.PeriodOf(input.Period.Kind, pieces[0].From > pieces[0].Since ? pieces[0].From : pieces[0].Since ?? pieces[0].From);
        AssignmentStatement? made = null;
        var number = 0;
        foreach (var pay in input.Calendar.PeriodsOf(input.Period.Kind, first.Start, input.Period.End))
        {
            PlanTerms[] deciding = [.. pieces.Where(piece => StartIn(piece, pay) < EndIn(piece, pay))];
            if (deciding.Length > 0)
            {
                number++;
                made = Pay(deciding, pay, number);
            }
        }

        return made ?? throw new InvalidOperationException("Terms of a statement decide on days of its period.");
    }

    private static DateOnly StartIn(PlanTerms piece, Period pay) => Later(pay.Start, Later(piece.From, piece.Since));

    private static DateOnly EndIn(PlanTerms piece, Period pay) => Earlier(pay.End, Earlier(piece.To, piece.Until));

    private AssignmentStatement Pay(PlanTerms[] deciding, Period pay, int number)
    {
        var isShown = pay.Start == input.Period.Start;
        var (plan, terms) = (deciding[^1].Plan, deciding[^1]);
        var statements = new List<ComponentStatement>();
        var (sum, extras) = (0m, new List<StatementExtra>());
        foreach (var piece in deciding)
        {
            foreach (var component in InOrder(piece.Plan))
            {
                var earning = Earn(piece, component, pay, isShown);
                sum += earning.Earned;
                Hold(component, earning);

                if (isShown)
                {
                    statements.Add(ComponentStatements.Of(component, piece.Plan.Currency, earning));
                }
            }

            extras.AddRange(Spiffs(piece, pay, isShown));
        }

        var steps = new List<(int Step, string Name, decimal Amount)> { (12, "components", sum) };
        sum = Bound(plan, terms, pay, sum);
        steps.Add((13, "bounded", sum));
        var fixedOnes = input.Adjustments
            .Where(one => one.Assignment == terms.Assignment && StartIn(deciding[0], pay) <= one.Date && one.Date < EndIn(terms, pay))
            .OrderBy(one => one.Id, StringComparer.Ordinal)
            .ToList();
        extras.AddRange(fixedOnes.Select(one => new StatementExtra("adjustment", one.Id, new Money(Rounding.HalfAway(one.Amount, terms.Digits), plan.Currency))));
        var taken = deciding.SelectMany(piece => Ends(piece, pay)).ToList();
        extras.AddRange(taken);
        var earned = sum + extras.Sum(extra => extra.Amount.Amount);
        steps.Add((14, "earned", earned));
        var (notDue, due) = held.Settle(EndIn(terms, pay), terms.Digits);
        var payable = earned - notDue + due;
        if (plan.Payments is { Count: > 0 })
        {
            steps.AddRange([(15, "held", -notDue), (15, "released", due)]);
        }

        steps.Add((15, "payable", payable));
        var (draw, amount) = DrawOf(plan, terms, pay, number);
        var clawedBack = fixedOnes.Where(one => one.IsClawback).Sum(one => -one.Amount) - taken.Sum(one => one.Amount.Amount);
        steps.AddRange(balance.Pay(payable, clawedBack, draw, amount, number, plan.Receivable, terms.Digits));
        var rate = PayoutRate(terms, pay);
        var payout = rate is null or 1m
            ? new Money(steps[^1].Amount, plan.Currency)
            : new Money(Rounding.HalfAway(steps[^1].Amount / rate.Value, CurrencyDigits.Of(terms.PayoutCurrency!)), terms.PayoutCurrency!); // there is no rate without
        Money InPlan(decimal value) => new(value, plan.Currency);
        return new AssignmentStatement
        {
            Assignment = terms.Assignment,
            Plan = plan.Id,
            Components = [.. statements.OrderBy(one => plan.Components.Select(component => component.Id).ToList().IndexOf(one.Component))],
            Extras = extras,
            Steps = [.. steps.Select(step => new StatementStep(step.Step, step.Name, InPlan(step.Amount)))],
            Earned = InPlan(earned),
            Payable = InPlan(payable),
            Payout = payout,
            PayoutRate = rate == 1m ? null : rate,
            HeldBalance = InPlan(held.Balance),
            DrawBalance = InPlan(balance.Debt),
            ReceivableBalance = InPlan(balance.Receivable),
        };
    }

    private ComponentEarning Earn(PlanTerms piece, PlanComponent component, Period pay, bool isShown)
    {
        if (!components.TryGetValue(component.Id, out var ledger))
        {
            components[component.Id] = ledger = new ComponentLedger();
        }

        var measure = PeriodKinds.Parse(component.Measure) is { } kind ? input.Calendar.PeriodOf(kind, pay.Start) : pay;
        var own = component.BasedOn is { Count: > 0 } based ? Based(based, piece, measure, pay) : Credited(piece, component, isShown);
        var change = piece.Since is { } since && piece.QuotasBefore is null && since > measure.Start && since < pay.End
            ? new PlanChange(since, piece.Plan.OnChange ?? "continue", pay.Contains(since))
            : null;
        return ledger.Earn(
            (end, deficit, cap) => TermsOf(piece, component, measure, pay, end, ledger, (deficit, cap), isShown),
            own,
            measure,
            pay,
            EndIn(piece, pay),
            change,
            piece.Digits,
            isShown || hasEnds || piece.Plan.Payments is { Count: > 0 });
    }

    private List<StatementExtra> Spiffs(PlanTerms piece, Period pay, bool isShown)
    {
        var found = new List<StatementExtra>();
        foreach (var spiff in piece.Plan.Spiffs ?? [])
        {
            var rule = new CreditRule { Id = spiff.Id, Base = spiff.Base, Filter = spiff.Filter };
            var match = new CreditMatch([rule], piece.Plan);
            var paid = 0m;
            foreach (var line in lines.Where(line => StartIn(piece, pay) <= line.Date && line.Date < EndIn(piece, pay) && !(line.Date < spiff.From) && !(line.Date >= spiff.To)))
            {
                var credit = match.Match(line, isShown ? warnings : unseen);
                if (credit.Rule is not null && credit.Base > 0m && !(credit.Base < spiff.AtLeast))
                {
                    paid += spiff.Amount ?? (spiff.PerUnit is { } each ? each * credit.Base : credit.Base * (spiff.RatePercent ?? 0m) / 100m);
                }
            }

            if (paid != 0m)
            {
                found.Add(new StatementExtra("spiff", spiff.Id, new Money(Rounding.HalfAway(paid, piece.Digits), piece.Plan.Currency)));
            }
        }

        return found;
    }

    /// <summary>Step 13: the plan's floor and cap.</summary>
    private decimal Bound(Plan plan, PlanTerms terms, Period pay, decimal sum)
    {
        sum = plan.Minimum is { } least ? Math.Max(sum, least) : sum;
        foreach (var cap in plan.Caps ?? [])
        {
            var isYear = cap.Per == "year";
            var span = isYear ? PeriodKind.Year : pay.Kind;
            var most = cap.Amount ?? ((terms.TargetPay ?? 0m) * span.Months() / 12m * (cap.Percent ?? 0m) / 100m);
            var before = isYear ? planPaid.Where(one => one.Start >= input.Calendar.PeriodOf(PeriodKind.Year, pay.Start).Start).Sum(one => one.Paid) : 0m;
            var wanted = sum + planCarry;
            sum = Math.Min(wanted, Rounding.HalfAway(most, terms.Digits) - before);
            planCarry = cap.Excess == "carried" ? wanted - sum : 0m;
        }

        planPaid.Add((pay.Start, sum));
        return sum;
    }

    /// <summary>The draw of a pay period: not ramped, prorated by days.</summary>
    private (PlanDraw? Draw, decimal Amount) DrawOf(Plan plan, PlanTerms terms, Period pay, int number)
    {
        if (plan.Draw is not { } draw || number > draw.Periods)
        {
            return (null, 0m);
        }

        var full = StepIn(terms, pay)?.DrawAmount ?? draw.Amount ?? ((terms.TargetPay ?? 0m) * pay.Kind.Months() / 12m * (draw.TargetPayPercent ?? 0m) / 100m);
        return (draw, Rounding.HalfAway(full * QuotaTerm.ActiveDays(pay, terms.From, terms.To) / pay.Days, terms.Digits));
    }

    /// <summary>Components after those they need.</summary>
    private static List<PlanComponent> InOrder(Plan plan)
    {
        var (ordered, left) = (new List<PlanComponent>(), plan.Components.ToList());
        while (left.Count > 0)
        {
            // Circles are refused at save; of one that is there all the same, the first goes first.
            var next = left.Find(one => ComponentCircles.Needs(one).All(name => left.TrueForAll(other => other.Id != name))) ?? left[0];
            ordered.Add(next);
            left.Remove(next);
        }

        return ordered;
    }

    private static DateOnly Later(DateOnly one, DateOnly? other) => other > one ? other.Value : one;

    private static DateOnly Earlier(DateOnly one, DateOnly? other) => other < one ? other.Value : one;

    private static DateOnly? Earlier(DateOnly? one, DateOnly? other) => one is { } known ? Earlier(known, other) : other;
}
