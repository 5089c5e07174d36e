using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <summary>Which measure periods a credit stands in: those of the components that credit it, and of those that are based on them or look at them.</summary>
internal sealed class EndReach
{
    private readonly CreditLine line;
    private readonly HashSet<string> direct;
    private readonly HashSet<string> reached;

    /// <param name="calendar">The organisation's.</param>
    /// <param name="terms">In force on the day of the credit.</param>
    /// <param name="line">The credit.</param>
    /// <param name="credits">True for a component that credits it.</param>
    public EndReach(FiscalCalendar calendar, PlanTerms terms, CreditLine line, Func<PlanComponent, bool> credits)
    {
        this.line = line;
        var components = terms.Plan.Components;
        direct = [.. components.Where(credits).Select(component => component.Id)];
        reached = [.. direct];
        while (components.FirstOrDefault(one => !reached.Contains(one.Id) && ComponentCircles.Needs(one).Any(reached.Contains)) is { } next)
        {
            reached.Add(next.Id);
        }

        var pay = calendar.PeriodOf(PeriodKinds.Parse(terms.Plan.PayPeriod) ?? PeriodKind.Month, line.Date);
        var spans = components
            .Where(component => reached.Contains(component.Id))
            .Select(component => PeriodKinds.Parse(component.Measure) is { } kind ? calendar.PeriodOf(kind, line.Date) : pay)
            .Append(pay)
            .ToList();
        (From, To) = (spans.Min(span => span.Start), spans.Max(span => span.End));
    }

    public DateOnly From { get; }

    /// <summary>The day after the last.</summary>
    public DateOnly To { get; }

    /// <summary>True for pay that the credit may make.</summary>
    public bool Holds(PeriodEarning earning) =>
        earning.Component is null ? earning.Measure.Contains(line.Date)
        : direct.Contains(earning.Component.Id) ? earning.Measure.Contains(line.Date)
        : reached.Contains(earning.Component.Id);
}
