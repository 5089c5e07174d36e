using SalesPerf.Domain.Values;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Commissions;

/// <summary>Which period a question about forecasts means.</summary>
internal static class ForecastPeriods
{
    /// <summary>The parameter <c>period</c>; without it the quarter of <paramref name="today"/>.</summary>
    /// <exception cref="ProblemException">400 for what is no period, and for weeks.</exception>
    public static Period Read(Query query, FiscalCalendar calendar, DateOnly today)
    {
        var period = query.Text("period") is { } id
            ? calendar.Parse(id) ?? throw Problems.BadQuery("period", "A period is 2026-11, 2026-Q4, 2026-T3, 2026-H2 or 2026.").ToException()
            : calendar.PeriodOf(PeriodKind.Quarter, today);
        return period.Kind == PeriodKind.Week ? throw Problems.BadQuery("period", "Commissions are forecast for months and longer.").ToException() : period;
    }
}
