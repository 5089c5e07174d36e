using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <content>What components are paid by: credits, quotas, entered values, the ramp.</content>
internal sealed partial class AssignmentEarnings
{
    private ComponentTerms TermsOf(
        PlanTerms piece, PlanComponent component, Period measure, Period pay, DateOnly end, ComponentLedger ledger, (decimal Deficit, decimal Cap) carried, bool isShown) => new()
        {
            Person = input.Person,
            Digits = piece.Digits,
            Component = component,
            Measure = measure,
            End = end,
            Quota = piece.QuotaOf(component.Id, measure, input.Calendar),
            TargetPay = piece.TargetPayOf(component.Id, measure, input.Calendar),
            IsWithoutAccelerators = piece.Plan.Ramp is { Accelerators: false } && StepIn(piece, pay) is not null,
            RampMultiplier = StepIn(piece, pay)?.Multiplier ?? 1m,
            Entered = (metric, of) => Entered(piece, metric, of is { } asked ? input.Calendar.PeriodOf(asked, pay.Last) : measure, isShown),
            Group = of => Group(piece, component, measure, end, of),
            Other = other => components.GetValueOrDefault(other)?.Totals,
            EarnedThisYear = ledger.EarnedSince(input.Calendar.PeriodOf(PeriodKind.Year, pay.Start).Start),
            DeficitCarry = carried.Deficit,
            CapCarry = carried.Cap,
        };

    private ComponentTotals Group(PlanTerms piece, PlanComponent component, Period measure, DateOnly end, string of)
    {
        var own = lines.Where(line => measure.Contains(line.Date) && line.Date < end && (of == "company" || line.Owner is null || line.IsTeam)).Select(line => line.AsOwn());
        return ComponentTotals.Of(CreditedLine.Of(component, piece.Plan, input.Person, [.. own], unseen), piece.QuotaOf(component.Id, measure, input.Calendar));
    }

    private IReadOnlyList<CreditedLine> Credited(PlanTerms piece, PlanComponent component, bool isShown)
    {
        if (!credited.TryGetValue(new(piece, component), out var found))
        {
            var own = new WarningList();
            found = CreditedLine.Of(component, piece.Plan, input.Person, [.. lines.Where(line => piece.Covers(line.Date))], own);
            if (!own.IsEmpty)
            {
                warned.Add(new(piece, component));
            }

            var negative = found.Select(line => line.Negative(On(line.Line.Date) ?? piece)).OfType<CreditedLine>().ToList();
            var adjusted = input.CreditAdjustments
                .Where(one => one.Assignment == piece.Assignment && one.Component == component.Id && piece.Covers(one.Date) && one.Date < input.Period.End)
                .OrderBy(one => one.Date)
                .ThenBy(one => one.Id, StringComparer.Ordinal)
                .Select(one => CreditedLine.Of(one, piece.Plan.Currency))
                .ToList();
            found = negative.Count + adjusted.Count == 0 ? found : [.. found.Concat(negative).Concat(adjusted).OrderBy(line => line.Date)];
            credited[new(piece, component)] = found;
        }

        if (isShown)
        {
            Warn(piece, component);
        }

        return found;
    }

    /// <summary>True for a line that a component credits.</summary>
    public bool Credits(PlanTerms piece, PlanComponent component, CreditLine line) => CreditOf(piece, component, line) is not null;

    /// <summary>A line as a component credits it; null where it does not.</summary>
    public CreditedLine? CreditOf(PlanTerms piece, PlanComponent component, CreditLine line) =>
        component.BasedOn is null or [] ? Credited(piece, component, false).FirstOrDefault(one => ReferenceEquals(one.Line, line)) : null;

    private void Warn(PlanTerms piece, PlanComponent component)
    {
        // What is left out of the measure period is told once, whenever it was matched.
        var measure = PeriodKinds.Parse(component.Measure) is { } kind ? input.Calendar.PeriodOf(kind, input.Period.Start) : input.Period;
        if (warned.Contains(new(piece, component)))
        {
            CreditedLine.Of(component, piece.Plan, input.Person, [.. lines.Where(line => piece.Covers(line.Date) && measure.Start <= line.Date && line.Date < input.Period.End)], warnings);
        }

        if (component.Table is { Selector: SelectorNames.Attainment, BaseRatePercent: null } && piece.QuotaOf(component.Id, measure, input.Calendar) is not > 0m)
        {
            warnings.Add(piece.UnknownQuotas.Contains(component.Id) ? WarningCodes.UnknownQuota : WarningCodes.NoQuota, component.Id);
        }
    }

    /// <summary>The pay of other components as one credit a pay period.</summary>
    private IReadOnlyList<CreditedLine> Based(PlanComponent component, IReadOnlyList<string> based, PlanTerms piece, Period measure, Period pay)
    {
        if (component.IsOfOthersPay)
        {
            return OthersPay.Of(component, piece.Plan, input, measure, pay.End, warnings);
        }

        var found = new List<CreditedLine>();
        foreach (var period in input.Calendar.PeriodsOf(pay.Kind, measure.Start, pay.End))
        {
            foreach (var name in based)
            {
                var earned = components.GetValueOrDefault(name)?.EarnedIn(period) ?? 0m;
                var line = new CreditLine { Source = "component", Deal = name, Event = period.Id, Date = period.Start, Amount = earned, Currency = piece.Plan.Currency, Attributes = [] };
                found.Add(new CreditedLine { Id = $"component~{name}~{period.Id}", Line = line, Match = new MatchedCredit("basedOn", earned, earned, earned) });
            }
        }

        return [.. found.Where(line => line.Match.Credit != 0m)];
    }

    private decimal Entered(PlanTerms piece, string metric, Period period, bool isShown)
    {
        var entered = piece.Entered.FirstOrDefault(one => one.Metric == metric && one.Period == period.Id);
        if (entered is not { Counts: true } && isShown)
        {
            warnings.Add(entered is null ? WarningCodes.NoEnteredValue : WarningCodes.NotApproved, metric);
        }

        return entered is { Counts: true } ? entered.Value : 0m;
    }

    /// <summary>The step of the ramp that the pay period ends in; null outside it.</summary>
    public RampStep? StepIn(PlanTerms piece, Period pay)
    {
        if (piece.Plan.Ramp is not { } ramp || piece.RampStart is not { } start)
        {
            return null;
        }

        var step = new Ramping(start, []).StepOf(input.Calendar.PeriodOf(PeriodKind.Month, pay.Last));
        return step >= 0 && step < ramp.Steps.Count ? ramp.Steps[step] : null;
    }
}
