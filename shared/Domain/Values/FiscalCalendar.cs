using System.Globalization;
using SalesPerf.Domain.Settings;

namespace SalesPerf.Domain.Values;

/// <summary>
/// The organisation's periods. Years, halves, trimesters, quarters and months are fiscal: <c>2026-01</c> is the first month of fiscal year
/// 2026, which is January 2026 only when the year starts in January (with a July start it is July 2025, as fiscal year 2026 ends in June 2026).
/// Weeks follow the ordinary calendar: a week belongs to the year that holds four or more of its days, from Monday (ISO 8601) or from Sunday.
/// <para>
/// Week patterns (4-4-5, 4-5-4, 5-4-4): every fiscal year starts on the weekday of the calendar's anchor, on the one nearest to the first day of the
/// start month, so that some years have 53 weeks; the extra week is the last month's.
/// </para>
/// </summary>
public sealed class FiscalCalendar
{
    /// <summary>Years outside this range have no ids.</summary>
    public const int FirstYear = 1900;

    /// <inheritdoc cref="FirstYear"/>
    public const int LastYear = 2999;

    private readonly FiscalYears years;
    private readonly int weekOffset;
    private readonly bool[] worksOn = new bool[7];
    private readonly DateOnly[] holidays;

    /// <exception cref="ArgumentException"><see cref="CalendarRules.Validate"/> finds errors.</exception>
    public FiscalCalendar(OrganisationCalendar calendar)
    {
        if (CalendarRules.Validate(calendar).FirstOrDefault(problem => !problem.IsWarning) is { } problem)
        {
            throw new ArgumentException($"{problem.Pointer}: {problem.Detail}", nameof(calendar));
        }

        years = new FiscalYears(calendar);
        weekOffset = calendar.WeekStart == "sunday" ? 1 : 0;
        foreach (var day in calendar.WorkingDays)
        {
            worksOn[(int)day] = true;
        }

        holidays = [.. calendar.Holidays.Distinct().Order()];
        Zone = LocalTime.Zone(calendar.Zone);
    }

    /// <summary>The zone of commissions, objectives and forecasts.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>
    /// The period an id names: <c>yyyy</c>, <c>yyyy-MM</c>, <c>yyyy-Qn</c>, <c>yyyy-Tn</c>, <c>yyyy-Hn</c> or <c>yyyy-Wnn</c>, years 1900 to 2999,
    /// in exactly this spelling. Null for any other text and for a week 53 that its year has not.
    /// </summary>
    public Period? Parse(string? id)
    {
        if (id is null || id.Length is not (4 or 7 or 8) || Number(id.AsSpan(0, 4)) is not (>= FirstYear and <= LastYear and var year))
        {
            return null;
        }

        if (id.Length == 4)
        {
            return At(PeriodKind.Year, year);
        }

        var kind = (id[4], id[5], id.Length) switch
        {
            ('-', 'Q', 7) => PeriodKind.Quarter,
            ('-', 'T', 7) => PeriodKind.Trimester,
            ('-', 'H', 7) => PeriodKind.Half,
            ('-', 'W', 8) => PeriodKind.Week,
            ('-', _, 7) => PeriodKind.Month,
            _ => (PeriodKind?)null,
        };
        var digits = id.AsSpan(kind == PeriodKind.Month ? 5 : 6);
        if (kind is not { } known || Number(digits) is not (>= 1 and var number))
        {
            return null;
        }

        if (known == PeriodKind.Week)
        {
            var week = WeekOf(new DateOnly(year, 1, 4).AddDays(7 * (number - 1)));
            return number <= 53 && week.Id == id ? week : null;
        }

        var perYear = 12 / known.Months();
        return number <= perYear ? At(known, (year * perYear) + number - 1) : null;
    }

    /// <summary>The period of a kind that holds <paramref name="date"/>. Total: 9999-12-31, which no half-open period can hold, is given the last one.</summary>
    public Period PeriodOf(PeriodKind kind, DateOnly date) => kind == PeriodKind.Week ? WeekOf(date) : At(kind, OrdinalOf(kind, date));

    /// <summary>The period of the same kind before <paramref name="period"/>.</summary>
    public Period Previous(Period period) => Move(period, -1);

    /// <summary>The period of the same kind after <paramref name="period"/>.</summary>
    public Period Next(Period period) => Move(period, 1);

    /// <summary>The periods of a kind that share a day with <paramref name="start"/> (inclusive) to <paramref name="end"/> (exclusive), in order.</summary>
    public IEnumerable<Period> PeriodsOf(PeriodKind kind, DateOnly start, DateOnly end)
    {
        for (var period = PeriodOf(kind, start); period.Start < end && start < end; period = Next(period))
        {
            yield return period;
        }
    }

    /// <summary>The periods of a kind that share a day with <paramref name="period"/>, in order.</summary>
    public IEnumerable<Period> PeriodsOf(PeriodKind kind, Period period) => PeriodsOf(kind, period.Start, period.End);

    /// <summary>
    /// Working days from <paramref name="start"/> (inclusive) to <paramref name="end"/> (exclusive), holidays left out; 0 when the end is not later.
    /// </summary>
    /// <param name="start">The first day.</param>
    /// <param name="end">The day after the last.</param>
    /// <param name="workingDays">A person's own working days of the week; null takes the organisation's.</param>
    public int WorkingDays(DateOnly start, DateOnly end, IReadOnlyList<DayOfWeek>? workingDays = null)
    {
        var works = worksOn;
        if (workingDays is not null)
        {
            works = new bool[7];
            foreach (var day in workingDays)
            {
                works[(int)day] = true;
            }
        }

        var (weeks, rest) = Math.DivRem(Math.Max(0, end.DayNumber - start.DayNumber), 7);
        var count = weeks * works.Count(worked => worked);
        for (var i = 0; i < rest; i++)
        {
            count += works[((int)start.DayOfWeek + i) % 7] ? 1 : 0;
        }

        var first = Array.BinarySearch(holidays, start);
        for (var i = first < 0 ? ~first : first; i < holidays.Length && holidays[i] < end; i++)
        {
            count -= works[(int)holidays[i].DayOfWeek] ? 1 : 0;
        }

        return count;
    }

    private Period Move(Period period, int by) => period.Kind == PeriodKind.Week
        ? WeekOf(FiscalYears.Clamp((long)period.Start.DayNumber + (7 * by)))
        : At(period.Kind, OrdinalOf(period.Kind, period.Start) + by);

    /// <summary>Periods of a kind are numbered through: year × periods a year + index.</summary>
    private int OrdinalOf(PeriodKind kind, DateOnly date)
    {
        date = Holdable(date);
        var year = years.YearOf(date);
        var months = kind.Months();
        return (year * (12 / months)) + (years.MonthOf(year, date) / months);
    }

    private Period At(PeriodKind kind, int ordinal)
    {
        var months = kind.Months();
        var perYear = 12 / months;
        var year = (int)Math.Floor((double)ordinal / perYear);
        var index = ordinal - (year * perYear);
        var id = kind switch
        {
            PeriodKind.Month => string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{index + 1:00}"),
            PeriodKind.Quarter => string.Create(CultureInfo.InvariantCulture, $"{year:0000}-Q{index + 1}"),
            PeriodKind.Trimester => string.Create(CultureInfo.InvariantCulture, $"{year:0000}-T{index + 1}"),
            PeriodKind.Half => string.Create(CultureInfo.InvariantCulture, $"{year:0000}-H{index + 1}"),
            PeriodKind.Year => string.Create(CultureInfo.InvariantCulture, $"{year:0000}"),
            PeriodKind.Week or _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        return new Period(kind, id, years.MonthStart(year, index * months), years.MonthStart(year, (index + 1) * months));
    }

    private Period WeekOf(DateOnly date)
    {
        var start = (((Holdable(date).DayNumber + weekOffset) / 7) * 7) - weekOffset;
        var middle = FiscalYears.Clamp(start + 3);
        var id = string.Create(CultureInfo.InvariantCulture, $"{middle.Year:0000}-W{((middle.DayOfYear - 1) / 7) + 1:00}");
        return new Period(PeriodKind.Week, id, FiscalYears.Clamp(start), FiscalYears.Clamp(start + 7));
    }

    private static DateOnly Holdable(DateOnly date) => date == DateOnly.MaxValue ? date.AddDays(-1) : date;

    private static int? Number(ReadOnlySpan<char> digits) =>
        digits.ContainsAnyExceptInRange('0', '9') ? null : int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
