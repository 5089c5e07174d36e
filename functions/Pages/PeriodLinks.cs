using SalesPerf.Domain.Values;

namespace SalesPerf.Functions.Pages;

/// <summary>Ways from one period to others.</summary>
/// <param name="calendar">The organisation's.</param>
/// <param name="today">The day that other kinds of period are shown for, if it lies in the one shown.</param>
internal sealed class PeriodLinks(FiscalCalendar calendar, DateOnly today)
{
    private static readonly PeriodKind[] Kinds = [PeriodKind.Week, PeriodKind.Month, PeriodKind.Quarter];

    /// <summary>The one before, the one after unless it has not begun, and those of other kinds.</summary>
    public Html Around(Period period, Func<string, string> link, IReadOnlyList<PeriodKind>? kinds = null)
    {
        var day = period.Contains(today) ? today : period.Last;
        var next = calendar.Next(period);
        Period[] periods = [calendar.Previous(period), .. next.Start <= today ? [next] : Array.Empty<Period>(), .. (kinds ?? Kinds).Where(kind => kind != period.Kind).Select(kind => calendar.PeriodOf(kind, day))];
        return Html.Of($"<nav>{periods.Select(other => Layout.Link(link(other.Id), Figures.Name(other)))}</nav>");
    }
}
