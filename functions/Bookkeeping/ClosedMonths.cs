using SalesPerf.Domain.Settings;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>Months that are closed, or being closed, keep their days: their ids name them for ever.</summary>
public sealed class ClosedMonths(ReadPeriods periods)
{
    /// <summary>What stands against a calendar: the first month of the books that it gives other days. To be asked after the calendar's document was read: a close replaces it.</summary>
    public async Task<IReadOnlyList<FieldProblem>> ProblemsAsync(OrganisationCalendar calendar, CancellationToken cancellationToken)
    {
        var days = new FiscalCalendar(calendar);
        var moved = (await periods.AllAsync(cancellationToken)).FirstOrDefault(period =>
            period is { From: { } from, To: { } to } && !(days.Parse(period.Period) is { Kind: PeriodKind.Month } month && month.Start == from && month.End == to));
        return moved is null ? [] : [new FieldProblem("", $"must leave {moved.Period} from {moved.From:yyyy-MM-dd} to {moved.To!.Value.AddDays(-1):yyyy-MM-dd}, as it was closed")];
    }
}
