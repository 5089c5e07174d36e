using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions;

/// <summary>A quota of one component as assigned: the number, the period it is for, and the days it is in force.</summary>
/// <param name="Component">The component's id.</param>
/// <param name="Amount">Per period, in the plan's currency.</param>
/// <param name="Kind">The quota's own period.</param>
/// <param name="Only">For a quota from an objective: the one period it is for. Null repeats it in every period.</param>
/// <param name="Since">The first day it is in force; null is from the start.</param>
/// <param name="Until">The day after the last; null is open-ended.</param>
public sealed record QuotaTerm(string Component, decimal Amount, PeriodKind Kind, Period? Only = null, DateOnly? Since = null, DateOnly? Until = null)
{
    /// <summary>How many of the days from <paramref name="from"/> to <paramref name="to"/> (exclusive; null is open-ended) in a period it is in force.</summary>
    public int Days(Period period, DateOnly from, DateOnly? to) =>
        ActiveDays(period, Since > from ? Since.Value : from, Until is { } until && (to is null || until < to) ? until : to);

    /// <summary>
    /// As if in force throughout, the quota of <paramref name="period"/> while on the plan from <paramref name="from"/> to <paramref name="to"/> (exclusive; null is open-ended).
    /// For the quota's own period it is amount × active days ÷ days, rounded once, half away from zero. That number is shared evenly over the fiscal months
    /// of the period (part months by their active days) by cumulative rounding, so that parts sum to it; a longer period is the sum of its months.
    /// Null for weeks, where nobody is active, and where an active month lies outside <see cref="Only"/>.
    /// </summary>
    public decimal? Of(Period period, DateOnly from, DateOnly? to, int digits, FiscalCalendar calendar)
    {
        if (period.Kind == PeriodKind.Week)
        {
            return null;
        }

        decimal? sum = null;
        Period? own = null;
        Dictionary<DateOnly, decimal> shares = [];
        foreach (var month in calendar.PeriodsOf(PeriodKind.Month, period))
        {
            if (ActiveDays(month, from, to) == 0)
            {
                continue;
            }

            if (own is null || !own.Contains(month))
            {
                own = Only ?? calendar.PeriodOf(Kind, month.Start);
                if (!own.Contains(month))
                {
                    return null;
                }

                shares = Shares(own, from, to, digits, calendar);
            }

            sum = (sum ?? 0m) + shares[month.Start];
        }

        return sum;
    }

    private Dictionary<DateOnly, decimal> Shares(Period own, DateOnly from, DateOnly? to, int digits, FiscalCalendar calendar)
    {
        var prorated = Rounding.HalfAway(Amount * ActiveDays(own, from, to) / own.Days, digits);
        var months = calendar.PeriodsOf(PeriodKind.Month, own).ToArray();
        var weights = months.Select(month => ActiveDays(month, from, to) / (decimal)month.Days).ToArray();
        var (total, reached, posted) = (weights.Sum(), 0m, 0m);
        var shares = new Dictionary<DateOnly, decimal>();
        for (var i = 0; i < months.Length; i++)
        {
            reached += weights[i];
            var cumulative = Rounding.HalfAway(prorated * reached / total, digits);
            shares[months[i].Start] = cumulative - posted;
            posted = cumulative;
        }

        return shares;
    }

    /// <summary>The days of a period from <paramref name="from"/> to <paramref name="to"/> (exclusive; null is open-ended).</summary>
    public static int ActiveDays(Period period, DateOnly from, DateOnly? to)
    {
        var start = from > period.Start ? from : period.Start;
        var end = to < period.End ? to.Value : period.End;
        return Math.Max(0, end.DayNumber - start.DayNumber);
    }
}
