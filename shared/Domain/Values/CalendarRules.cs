using SalesPerf.Domain.Settings;

namespace SalesPerf.Domain.Values;

/// <summary>What an organisation's calendar must satisfy.</summary>
public static class CalendarRules
{
    /// <summary>Every problem at once; empty when the calendar can be used.</summary>
    public static IReadOnlyList<FieldProblem> Validate(OrganisationCalendar calendar)
    {
        var problems = new List<FieldProblem>();
        if (!LocalTime.IsZone(calendar.Zone))
        {
            problems.Add(new("/zone", "must be an IANA time zone, such as Europe/Berlin"));
        }

        if (calendar.FiscalYearStartMonth is < 1 or > 12)
        {
            problems.Add(new("/fiscalYearStartMonth", "must be 1 to 12"));
        }

        if (calendar.WeekStart is not ("iso" or "sunday"))
        {
            problems.Add(new("/weekStart", "must be iso or sunday"));
        }

        if (calendar.Pattern is not ("months" or "4-4-5" or "4-5-4" or "5-4-4"))
        {
            problems.Add(new("/pattern", "must be months, 4-4-5, 4-5-4 or 5-4-4"));
        }
        else if (calendar.Pattern != "months")
        {
            Anchor(calendar, problems);
        }

        Days(calendar, problems);
        return problems;
    }

    private static void Anchor(OrganisationCalendar calendar, List<FieldProblem> problems)
    {
        if (calendar.AnchorStart is not { Year: >= FiscalCalendar.FirstYear and <= FiscalCalendar.LastYear } start)
        {
            problems.Add(new("/anchorStart", "is needed by week patterns: the first day of fiscal year anchorYear"));
            return;
        }

        if (calendar.AnchorYear is not { } year || Math.Abs(year - start.Year) > 1)
        {
            problems.Add(new("/anchorYear", "is needed by week patterns: the fiscal year that starts on anchorStart, at most one off its calendar year"));
        }

        if (calendar.FiscalYearStartMonth is >= 1 and <= 12
            && Math.Abs(FiscalYears.NearestFirst(start, calendar.FiscalYearStartMonth).DayNumber - start.DayNumber) > 3)
        {
            problems.Add(new("/anchorStart", "must be within three days of the first of fiscalYearStartMonth"));
        }
    }

    private static void Days(OrganisationCalendar calendar, List<FieldProblem> problems)
    {
        if (calendar.WorkingDays is not { Count: > 0 })
        {
            problems.Add(new("/workingDays", "must name at least one day"));
        }
        else if (calendar.WorkingDays.Distinct().Count() != calendar.WorkingDays.Count)
        {
            problems.Add(new("/workingDays", "names a day twice"));
        }

        if (calendar.Holidays is null)
        {
            problems.Add(new("/holidays", "must be a list"));
        }
        else if (calendar.Holidays.Distinct().Count() != calendar.Holidays.Count)
        {
            problems.Add(new("/holidays", "names a day twice", IsWarning: true));
        }
    }
}
