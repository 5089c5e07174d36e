using System.Runtime.CompilerServices;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <summary>One assignment, pay period by pay period from its first day: steps 1 to 12 of every component, and the spiffs, by all that is known now.</summary>
internal sealed partial class AssignmentEarnings
{
    private readonly StatementInput input;
    private readonly IReadOnlyList<PlanTerms> pieces;
    private readonly IReadOnlyList<CreditLine> lines;
    private readonly WarningList warnings;
    private readonly WarningList unseen = new();
    private readonly Dictionary<string, ComponentLedger> components = new(StringComparer.Ordinal);
    private readonly Dictionary<Crediting, IReadOnlyList<CreditedLine>> credited = [];

    /// <summary>Where something was left out when it was matched.</summary>
    private readonly HashSet<Crediting> warned = [];
    private readonly bool isShared;

    /// <param name="input">All of it.</param>
    /// <param name="pieces">The assignment's terms, by day.</param>
    /// <param name="lines">Credits in their sequence.</param>
    /// <param name="warnings">Of the period asked about.</param>
    /// <param name="isShared">True where what each line earns is needed in every pay period, not only in the one that is shown.</param>
    public AssignmentEarnings(StatementInput input, IReadOnlyList<PlanTerms> pieces, IReadOnlyList<CreditLine> lines, WarningList warnings, bool isShared) =>
        (this.input, this.pieces, this.lines, this.warnings, this.isShared) = (input, pieces, lines, warnings, isShared);

    public IReadOnlyList<PlanTerms> Pieces => pieces;

    /// <summary>The first day that any of its terms decides on.</summary>
    public DateOnly First => Later(pieces[0].From, pieces[0].Since);

    public static DateOnly StartIn(PlanTerms piece, Period pay) => Later(pay.Start, Later(piece.From, piece.Since));

    public static DateOnly EndIn(PlanTerms piece, Period pay) => Earlier(pay.End, Earlier(piece.To, piece.Until));

    /// <summary>True for terms that decide on days of a period.</summary>
    public static bool Decides(PlanTerms terms, Period period) =>
        (terms.Since > terms.From ? terms.Since.Value : terms.From) < period.End && !(terms.To <= period.Start) && !(terms.Until <= period.Start);

    /// <summary>The terms that decide on days of a pay period.</summary>
    public PlanTerms[] Deciding(Period pay) => [.. pieces.Where(piece => StartIn(piece, pay) < EndIn(piece, pay))];

    /// <summary>The terms in force on a day of the assignment; null outside it.</summary>
    public PlanTerms? On(DateOnly day) => pieces.LastOrDefault(piece => piece.Covers(day) && !(piece.Since > day));

    /// <summary>Goes on from what an earlier assignment missed and carries, component by component.</summary>
    public void GoOn(AssignmentEarnings before)
    {
        foreach (var (id, ledger) in before.components)
        {
            components[id] = new ComponentLedger(ledger);
        }
    }

    /// <summary>The same up to now, to go on without some lines.</summary>
    public AssignmentEarnings Without(IReadOnlySet<CreditLine> gone, IReadOnlyDictionary<string, ComponentLedger> from)
    {
        var other = new AssignmentEarnings(input, pieces, [.. lines.Where(line => !gone.Contains(line))], unseen, true);
        foreach (var (id, ledger) in from)
        {
            other.components[id] = ledger.Copy();
        }

        foreach (var (key, found) in credited)
        {
            other.credited[key] = [.. found.Where(line => !gone.Contains(line.Line))];
        }

        return other;
    }

    /// <summary>Components as they are now.</summary>
    public IReadOnlyDictionary<string, ComponentLedger> Copies() => components.ToDictionary(one => one.Key, one => one.Value.Copy(), StringComparer.Ordinal);

    /// <summary>Everything earned in a pay period. Pay periods follow each other.</summary>
    public IReadOnlyList<PeriodEarning> In(Period pay, bool isShown)
    {
        var earned = new List<PeriodEarning>();
        foreach (var piece in Deciding(pay))
        {
            foreach (var component in InOrder(piece.Plan))
            {
                earned.AddRange(Measures(piece, component, pay).Select(measure =>
                    new PeriodEarning(piece, component, Key(component.Id, measure), measure, Earn(piece, component, measure, pay, isShown))));
            }

            earned.AddRange(Spiffs(piece, pay, isShown));
        }

        return earned;
    }

    /// <summary>What each component earned, in every pay period up to the one asked about: what others may be paid by.</summary>
    public IEnumerable<ComponentEarned> All()
    {
        var first = input.Calendar.PeriodOf(input.Period.Kind, First);
        foreach (var pay in input.Calendar.PeriodsOf(input.Period.Kind, first.Start, input.Period.End))
        {
            foreach (var earned in In(pay, false).Where(one => one.Component is not null && one.Amount != 0m))
            {
                yield return new ComponentEarned(earned.Component!.Id, pay.Last, earned.Amount, earned.Terms.Plan.Currency);
            }
        }
    }

    private MeasureKey Key(string component, Period measure) => new(pieces[0].Assignment, component, measure.Start);

    /// <summary>The component's measure periods that a pay period is in, or that it holds.</summary>
    private List<Period> Measures(PlanTerms piece, PlanComponent component, Period pay) =>
        PeriodKinds.Parse(component.Measure) is not { } kind ? [pay]
        : kind.Months() >= pay.Kind.Months() ? [input.Calendar.PeriodOf(kind, pay.Start)]
        : [.. input.Calendar.PeriodsOf(kind, StartIn(piece, pay), EndIn(piece, pay))];

    /// <summary>The first day of the version of the plan that terms have, whose quotas may have changed since; null for the one that the assignment, or its return, began with.</summary>
    private DateOnly? PlanSince(PlanTerms piece)
    {
        var of = pieces.Count - 1;
        while (!ReferenceEquals(pieces[of], piece))
        {
            of--;
        }

        while (of > 0 && pieces[of].QuotasBefore is not null)
        {
            of--;
        }

        return pieces[of].Since;
    }

    private ComponentEarning Earn(PlanTerms piece, PlanComponent component, Period measure, Period pay, bool isShown)
    {
        pay = pay.Contains(measure) ? measure : pay;
        if (!components.TryGetValue(component.Id, out var ledger))
        {
            components[component.Id] = ledger = new ComponentLedger();
        }

        var own = component.BasedOn is { Count: > 0 } based ? Based(component, based, piece, measure, pay) : Credited(piece, component, isShown);
        var change = PlanSince(piece) is { } since && since > measure.Start && since < pay.End
            ? new PlanChange(since, piece.Plan.OnChange ?? "continue", piece.QuotasBefore is null && pay.Contains(since))
            : null;
        return ledger.Earn(
            (end, deficit, cap) => TermsOf(piece, component, measure, pay, end, ledger, (deficit, cap), isShown),
            own,
            measure,
            pay,
            EndIn(piece, pay),
            change,
            piece.Digits,
            isShown || isShared);
    }

    private IEnumerable<PeriodEarning> Spiffs(PlanTerms piece, Period pay, bool isShown)
    {
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
                    // Whoever has a part of a deal has that part of what it pays.
                    paid += spiff.Amount * credit.Credit / credit.Base ?? (spiff.PerUnit is { } each ? each * credit.Credit : credit.Credit * (spiff.RatePercent ?? 0m) / 100m);
                }
            }

            yield return new PeriodEarning(piece, null, Key(PeriodEarning.Spiff + spiff.Id, pay), pay, null) { Amount = Rounding.HalfAway(paid, piece.Digits) };
        }
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

/// <summary>Some terms of a component, the very ones: what they say takes longer to compare than to credit a line.</summary>
internal readonly record struct Crediting(PlanTerms Terms, PlanComponent Component)
{
    public bool Equals(Crediting other) => ReferenceEquals(Terms, other.Terms) && ReferenceEquals(Component, other.Component);

    public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(Terms), RuntimeHelpers.GetHashCode(Component));
}

/// <summary>What a component, or a spiff, is worth in a pay period.</summary>
/// <param name="Terms">By which terms.</param>
/// <param name="Component">Null for a spiff.</param>
/// <param name="Measure">The measure period; the pay period where there is none.</param>
/// <param name="Earning">Null for a spiff.</param>
internal sealed record PeriodEarning(PlanTerms Terms, PlanComponent? Component, MeasureKey Key, Period Measure, ComponentEarning? Earning)
{
    public const string Spiff = "spiff~";

    private readonly decimal amount;

    /// <summary>Rounded.</summary>
    public decimal Amount { get => Earning?.Earned ?? amount; init => amount = value; }
}

/// <summary>What a component earned in a pay period: step 12.</summary>
/// <param name="Component">Its id.</param>
/// <param name="Date">The pay period's last day.</param>
/// <param name="Amount">Rounded.</param>
/// <param name="Currency">The plan's.</param>
public sealed record ComponentEarned(string Component, DateOnly Date, decimal Amount, string Currency);
