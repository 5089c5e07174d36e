using SalesPerf.Domain.Settings;

namespace SalesPerf.Domain.Values;

/// <summary>Where fiscal years and their months start. Total: what falls outside 0001-01-01 to 9999-12-31 is moved to the nearer end.</summary>
internal sealed class FiscalYears
{
    private readonly int startMonth;

    /// <summary>Calendar year a fiscal year starts in, less its own number; for week patterns the calendar year of the first of the month it starts near.</summary>
    private readonly int yearOffset;

    private readonly int[]? pattern;
    private readonly DayOfWeek weekday;

    public FiscalYears(OrganisationCalendar calendar)
    {
        startMonth = calendar.FiscalYearStartMonth;
        yearOffset = startMonth == 1 ? 0 : -1;
        if (calendar.Pattern != "months" && calendar is { AnchorStart: { } anchor, AnchorYear: { } year })
        {
            pattern = [.. calendar.Pattern.Split('-').Select(part => part[0] - '0')];
            weekday = anchor.DayOfWeek;
            yearOffset = NearestFirst(anchor, startMonth).Year - year;
        }
    }

    /// <summary>The first of a month that is nearest to <paramref name="date"/>, among those of the given month.</summary>
    public static DateOnly NearestFirst(DateOnly date, int month) =>
        Enumerable.Range(date.Year - 1, 3)
            .Select(year => Clamp(FirstOfMonth(year, month - 1)))
            .MinBy(first => Math.Abs(first.DayNumber - date.DayNumber));

    public static DateOnly Clamp(long dayNumber) =>
        DateOnly.FromDayNumber((int)Math.Clamp(dayNumber, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));

    public int YearOf(DateOnly date)
    {
        var year = date.Year - yearOffset;
        while (MonthStart(year, 0) > date)
        {
            year--;
        }

        while (MonthStart(year + 1, 0) <= date && MonthStart(year + 1, 0) != DateOnly.MaxValue)
        {
            year++;
        }

        return year;
    }

    /// <summary>0 to 11.</summary>
    public int MonthOf(int year, DateOnly date)
    {
        var month = 11;
        while (month > 0 && MonthStart(year, month) > date)
        {
            month--;
        }

        return month;
    }

    /// <summary>The first day of a fiscal month, 0 to 12; 12 is the first of the next year.</summary>
    public DateOnly MonthStart(int year, int month)
    {
        if (pattern is null)
        {
            return Clamp(FirstOfMonth(year + yearOffset, startMonth - 1 + month));
        }

        if (month == 12)
        {
            return MonthStart(year + 1, 0);
        }

        var weeks = 13 * (month / 3);
        for (var i = 0; i < month % 3; i++)
        {
            weeks += pattern[i];
        }

        // Day 0 is a Monday; the anchor's weekday nearest to the first is at most three days off.
        var first = FirstOfMonth(year + yearOffset, startMonth - 1);
        var ahead = ((((int)weekday - 1 - first) % 7) + 7) % 7;
        return Clamp(first + (ahead <= 3 ? ahead : ahead - 7) + (7 * weeks));
    }

    /// <summary>The first of a month as a day number, in any year: the calendar repeats every 400 years of 146,097 days.</summary>
    private static long FirstOfMonth(int year, int month)
    {
        year += month / 12;
        var cycles = (int)Math.Floor((year - 1) / 400d);
        return new DateOnly(year - (400 * cycles), (month % 12) + 1, 1).DayNumber + (146_097L * cycles);
    }
}
