using SalesPerf.Domain.People;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Competencies;

/// <summary>
/// A person's working days: those of the week that they work, without holidays. Active days are working days on which they are employed and not
/// absent, weighed by their share of full time. Working days, share, employment and absences are those of the person's version on each day.
/// Make one per scorecard: it remembers what it counted, for one thread.
/// </summary>
/// <param name="calendar">Holidays, and the organisation's working days for those who have none of their own.</param>
/// <param name="personAt">The person's version on a day; null before the first one.</param>
public sealed class WorkingTime(FiscalCalendar calendar, Func<DateOnly, Person?> personAt)
{
    private readonly Dictionary<(PeriodKind Kind, DateOnly Start, DateOnly End), List<(decimal Active, int Working)>> shares = [];

    /// <summary>Working days from <paramref name="start"/> (inclusive) to <paramref name="end"/> (exclusive), employed or not.</summary>
    public int WorkingDays(DateOnly start, DateOnly end)
    {
        var days = 0;
        for (var day = start; day < end; day = day.AddDays(1))
        {
            days += IsWorkingDay(day, personAt(day)) ? 1 : 0;
        }

        return days;
    }

    /// <summary>Active days from <paramref name="start"/> (inclusive) to <paramref name="end"/> (exclusive); a half-time day is 0.5.</summary>
    public decimal ActiveDays(DateOnly start, DateOnly end)
    {
        var days = 0m;
        for (var day = start; day < end; day = day.AddDays(1))
        {
            if (personAt(day) is { } person
                && IsWorkingDay(day, person)
                && person.IsEmployed(day)
                && !person.Absences.Any(absence => absence.Contains(day)))
            {
                days += person.Fte;
            }
        }

        return days;
    }

    /// <summary>
    /// A target for periods of one kind, brought to other days: each of those periods gives target × active days inside ÷ its working days.
    /// Exact: it is what values are compared with, and rounded where it is shown.
    /// </summary>
    public Fraction Prorate(decimal target, PeriodKind kind, DateOnly start, DateOnly end)
    {
        if (!shares.TryGetValue((kind, start, end), out var parts))
        {
            shares[(kind, start, end)] = parts = Shares(kind, start, end);
        }

        return parts.Aggregate((Fraction)0, (sum, part) => sum + ((Fraction)part.Active / part.Working)) * target;
    }

    /// <summary>Active days inside, and working days of the whole, of each period that has any of the former.</summary>
    private List<(decimal Active, int Working)> Shares(PeriodKind kind, DateOnly start, DateOnly end)
    {
        var parts = new List<(decimal Active, int Working)>();
        foreach (var period in calendar.PeriodsOf(kind, start, end))
        {
            var active = ActiveDays(period.Start > start ? period.Start : start, period.End < end ? period.End : end);
            if (active > 0m)
            {
                parts.Add((active, WorkingDays(period.Start, period.End)));
            }
        }

        return parts;
    }

    private bool IsWorkingDay(DateOnly day, Person? person) => calendar.WorkingDays(day, day.AddDays(1), person?.WorkingDays) == 1;
}
