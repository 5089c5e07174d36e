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
    /// For the quota's own period it is amount × active days ÷ days (see <see cref="DayCounting"/>), rounded once, half away from zero. That number is shared evenly over the fiscal months
    /// of the period (part months by their active days) by cumulative rounding, so that parts sum to it; a longer period is the sum of its months.
    /// Null for weeks, where nobody is active, and where an active month lies outside <see cref="Only"/>.
    /// </summary>
    public decimal? Of(Period period, DateOnly from, DateOnly? to, int digits, FiscalCalendar calendar, Ramping? ramp = null, DayCounting? counting = null)
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

                shares = Shares(own, from, to, digits, calendar, ramp, counting ?? DayCounting.Inclusive);
            }

            sum = (sum ?? 0m) + shares[month.Start];
        }

        return sum;
    }

    /// <summary>Full × ramp × proration, rounded once. The ramp of several months is their mean, by the days on the plan.</summary>
    private Dictionary<DateOnly, decimal> Shares(Period own, DateOnly from, DateOnly? to, int digits, FiscalCalendar calendar, Ramping? ramp, DayCounting counting)
    {
        var months = calendar.PeriodsOf(PeriodKind.Month, own).ToArray();
        var weights = months.Select(month => counting.Days(month, own, from, to) / (decimal)month.Days).ToArray();
        var whole = Amount * counting.Days(own, own, from, to) / own.Days;
        if (ramp is not null && weights.Sum() is > 0m and var days)
        {
            for (var i = 0; i < months.Length; i++)
            {
                weights[i] *= ramp.ShareOf(months[i]);
            }

            whole = whole * weights.Sum() / days;
        }

        var prorated = Rounding.HalfAway(whole, digits);
        var (total, reached, posted) = (weights.Sum(), 0m, 0m);
        var shares = new Dictionary<DateOnly, decimal>();
        for (var i = 0; i < months.Length; i++)
        {
            reached += weights[i];
            var cumulative = total == 0m ? 0m : Rounding.HalfAway(prorated * reached / total, digits);
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

/// <summary>Shares of a full quota by month, from the calendar month of <paramref name="Start"/>; the first before it, all of it once they are over.</summary>
public sealed record Ramping(DateOnly Start, IReadOnlyList<decimal> Shares)
{
    /// <summary>The step of a fiscal month, by its middle day, counted from 0; may be below 0, or beyond the last.</summary>
    public int StepOf(Period month)
    {
        var middle = month.Start.AddDays(month.Days / 2);
        return ((middle.Year - Start.Year) * 12) + middle.Month - Start.Month;
    }

    public decimal ShareOf(Period month) => StepOf(month) is var step && step >= Shares.Count ? 1m : Shares[Math.Max(0, step)];
}
