using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Functions.Commissions;

/// <summary>Makes a person's statement of a pay period from what is stored now.</summary>
public sealed class MakeStatement(ReadPersonDeals deals)
{
    public async Task<Statement> LiveAsync(Model model, FiscalCalendar calendar, string person, Period period, CancellationToken cancellationToken)
    {
        var span = Span(model, calendar, person, period);
        var found = await deals.NowAsync(person, calendar, [span], cancellationToken);
        return CommissionStatement.Compute(new StatementInput
        {
            Person = person,
            Period = period,
            Calendar = calendar,
            Terms = PlanTerms.Find(model, person, span, calendar),
            Credits = found.Credits,
        });
    }

    /// <summary>From the first day of the person's assignments: what was owed and carried then may be so still.</summary>
    private static Period Span(Model model, FiscalCalendar calendar, string person, Period period)
    {
        var first = model.AssignmentsEver(person)
            .SelectMany(assignment => assignment.Versions)
            .Select(version => version.Content?.From)
            .Append(period.Start)
            .Min()!.Value; // the period's own is there
        return period with { Start = calendar.PeriodOf(PeriodKind.Year, first).Start };
    }
}
