using FsCheck;
using FsCheck.Fluent;
using SalesPerf.Domain.Settings;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Tests.Values;

public sealed class FiscalCalendarTests
{
    private static readonly FiscalCalendar Plain = new(new OrganisationCalendar());
    private static readonly FiscalCalendar July = new(new OrganisationCalendar { FiscalYearStartMonth = 7 });
    private static readonly FiscalCalendar Sunday = new(new OrganisationCalendar { WeekStart = "sunday" });

    /// <summary>A retail year: from the Sunday nearest to the first of February, named by its anchor.</summary>
    private static readonly FiscalCalendar Retail = new(new OrganisationCalendar
    {
        FiscalYearStartMonth = 2,
        Pattern = "4-5-4",
        AnchorStart = new DateOnly(2023, 1, 29),
        AnchorYear = 2023,
    });

    public static TheoryData<string, string, string> PlainPeriods => new()
    {
        { "2026", "2026-01-01", "2027-01-01" },
        { "2026-01", "2026-01-01", "2026-02-01" },
        { "2026-11", "2026-11-01", "2026-12-01" },
        { "2026-12", "2026-12-01", "2027-01-01" },
        { "2024-02", "2024-02-01", "2024-03-01" },
        { "2026-Q1", "2026-01-01", "2026-04-01" },
        { "2026-Q4", "2026-10-01", "2027-01-01" },
        { "2026-T3", "2026-09-01", "2027-01-01" },
        { "2026-H2", "2026-07-01", "2027-01-01" },
        { "2026-W47", "2026-11-16", "2026-11-23" },
        { "2026-W53", "2026-12-28", "2027-01-04" },
        { "2025-W01", "2024-12-30", "2025-01-06" },
        { "1900", "1900-01-01", "1901-01-01" },
        { "2999-12", "2999-12-01", "3000-01-01" },
    };

    [Theory]
    [MemberData(nameof(PlainPeriods))]
    public void Parse_calendar_year_ids_name_calendar_days(string id, string start, string end) => Holds(Plain, id, start, end);

    [Theory]
    [InlineData("2026", "2025-07-01", "2026-07-01")]
    [InlineData("2026-01", "2025-07-01", "2025-08-01")]
    [InlineData("2026-06", "2025-12-01", "2026-01-01")]
    [InlineData("2026-07", "2026-01-01", "2026-02-01")]
    [InlineData("2026-Q1", "2025-07-01", "2025-10-01")]
    [InlineData("2026-T2", "2025-11-01", "2026-03-01")]
    [InlineData("2026-H2", "2026-01-01", "2026-07-01")]
    public void Parse_july_start_counts_months_from_july_and_names_the_year_it_ends_in(string id, string start, string end) => Holds(July, id, start, end);

    // The retail years 2023 (53 weeks) and 2024 as published: 2023-01-29 to 2024-02-03, then from 2024-02-04.
    [Theory]
    [InlineData("2023", "2023-01-29", "2024-02-04")]
    [InlineData("2024", "2024-02-04", "2025-02-02")]
    [InlineData("2025", "2025-02-02", "2026-02-01")]
    [InlineData("2024-01", "2024-02-04", "2024-03-03")]
    [InlineData("2024-02", "2024-03-03", "2024-04-07")]
    [InlineData("2024-03", "2024-04-07", "2024-05-05")]
    [InlineData("2024-Q2", "2024-05-05", "2024-08-04")]
    [InlineData("2023-12", "2023-12-31", "2024-02-04")]
    public void Parse_week_pattern_follows_the_anchor_and_gives_week_53_to_the_last_month(string id, string start, string end) => Holds(Retail, id, start, end);

    // Sunday-first weeks of 2026: 1 January is a Thursday, so week 1 (four days or more in 2026) would start on 28 December: Dec 28 to Jan 3 holds
    // Jan 1, 2 and 3 only, three days, and belongs to 2025; week 1 starts on 4 January.
    [Theory]
    [InlineData("2026-W01", "2026-01-04", "2026-01-11")]
    [InlineData("2025-W53", "2025-12-28", "2026-01-04")]
    [InlineData("2025-W01", "2024-12-29", "2025-01-05")]
    public void Parse_sunday_weeks_belong_to_the_year_of_most_days(string id, string start, string end) => Holds(Sunday, id, start, end);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("26")]
    [InlineData("2026-")]
    [InlineData("2026-0")]
    [InlineData("2026-00")]
    [InlineData("2026-13")]
    [InlineData("2026-1")]
    [InlineData("2026-Q0")]
    [InlineData("2026-Q5")]
    [InlineData("2026-T4")]
    [InlineData("2026-H3")]
    [InlineData("2026-q1")]
    [InlineData("2026-W00")]
    [InlineData("2026-W54")]
    [InlineData("2025-W53")]
    [InlineData("2026-W1")]
    [InlineData("2026-X1")]
    [InlineData("2026/11")]
    [InlineData("1899")]
    [InlineData("3000-01")]
    [InlineData("+026")]
    [InlineData("２０２６")]
    [InlineData("2026-+1")]
    [InlineData("2026-111")]
    [InlineData("2026-W-1")]
    [InlineData("2026-11-01")]
    public void Parse_anything_else_is_null(string? id) => Assert.Null(Plain.Parse(id));

    [Theory]
    [InlineData("2026-01-01", "2026-W01")]
    [InlineData("2027-01-03", "2026-W53")]
    [InlineData("2024-12-30", "2025-W01")]
    [InlineData("2021-01-03", "2020-W53")]
    [InlineData("2010-01-03", "2009-W53")]
    public void PeriodOf_week_borders_follow_iso(string date, string id) =>
        Assert.Equal(id, Plain.PeriodOf(PeriodKind.Week, DateOnly.Parse(date, null)).Id);

    [Fact]
    public void Next_and_previous_cross_the_fiscal_year()
    {
        Assert.Equal("2027-Q1", July.Next(July.Parse("2026-Q4")!).Id);
        Assert.Equal("2025-12", July.Previous(July.Parse("2026-01")!).Id);
        Assert.Equal("2027-W01", Plain.Next(Plain.Parse("2026-W53")!).Id);
    }

    [Fact]
    public void PeriodsOf_a_quarter_are_its_three_months()
    {
        var months = Plain.PeriodsOf(PeriodKind.Month, Plain.Parse("2026-Q4")!).Select(period => period.Id);
        Assert.Equal(["2026-10", "2026-11", "2026-12"], months);
        Assert.Empty(Plain.PeriodsOf(PeriodKind.Month, new DateOnly(2026, 5, 4), new DateOnly(2026, 5, 4)));
        Assert.Equal(["2026-04", "2026-05"], Plain.PeriodsOf(PeriodKind.Month, new DateOnly(2026, 4, 30), new DateOnly(2026, 5, 2)).Select(p => p.Id));
    }

    [Fact]
    public void PeriodOf_any_date_holds_it_and_its_id_names_it_again()
    {
        var calendars = new[] { Plain, July, Sunday, Retail };
        Prop.ForAll(Gen.Choose(0, DateOnly.MaxValue.DayNumber - 1).ToArbitrary(), Gen.Choose(0, 5).ToArbitrary(), Gen.Choose(0, 3).ToArbitrary(), (day, kind, which) =>
        {
            var (date, calendar) = (DateOnly.FromDayNumber(day), calendars[which]);
            var period = calendar.PeriodOf((PeriodKind)kind, date);
            var named = int.Parse(period.Id.AsSpan(0, 4)) is < FiscalCalendar.FirstYear or > FiscalCalendar.LastYear ? period : calendar.Parse(period.Id);
            return period.Contains(date)
                && period == named
                && (period.Start == DateOnly.MinValue || calendar.Previous(period).End == period.Start)
                && calendar.Next(period).Start == period.End;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void PeriodOf_the_calendars_ends_does_not_fail()
    {
        foreach (var calendar in new[] { Plain, July, Sunday, Retail })
        {
            foreach (var kind in Enum.GetValues<PeriodKind>())
            {
                var last = calendar.PeriodOf(kind, DateOnly.MaxValue);
                Assert.True(calendar.Next(last).Start >= last.Start);
                var first = calendar.PeriodOf(kind, DateOnly.MinValue);
                Assert.True(first.Contains(DateOnly.MinValue));
                Assert.True(calendar.Previous(first).Start <= first.Start);
            }
        }
    }

    // November 2026 has 21 weekdays (30 days from a Sunday: nine weekend days); Thursday the 26th is a holiday, Sunday the 1st is one that costs nothing.
    [Fact]
    public void WorkingDays_leave_out_weekends_and_holidays_once()
    {
        var calendar = new FiscalCalendar(new OrganisationCalendar { Holidays = [new(2026, 11, 26), new(2026, 11, 1), new(2026, 11, 26)] });
        var november = calendar.Parse("2026-11")!;
        Assert.Equal(20, calendar.WorkingDays(november.Start, november.End));
        Assert.Equal(21, Plain.WorkingDays(november.Start, november.End));
        Assert.Equal(3, calendar.WorkingDays(november.Start, november.End, [DayOfWeek.Thursday]));
        Assert.Equal(0, calendar.WorkingDays(november.End, november.Start));
        Assert.Equal(0, calendar.WorkingDays(november.Start, november.Start));
    }

    [Fact]
    public void WorkingDays_equal_a_count_day_by_day()
    {
        var calendar = new FiscalCalendar(new OrganisationCalendar { Holidays = [new(2026, 1, 1), new(2026, 5, 1), new(2026, 12, 25)] });
        Prop.ForAll(Gen.Choose(0, 400).ToArbitrary(), Gen.Choose(-5, 400).ToArbitrary(), (from, length) =>
        {
            var start = new DateOnly(2025, 12, 1).AddDays(from);
            var counted = Enumerable.Range(0, Math.Max(0, length)).Select(start.AddDays).Count(day =>
                day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && (day.Year, day.Month, day.Day) is not ((2026, 1, 1) or (2026, 5, 1) or (2026, 12, 25)));
            return calendar.WorkingDays(start, start.AddDays(length)) == counted;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Validate_reports_every_problem_at_once()
    {
        var problems = CalendarRules.Validate(new OrganisationCalendar
        {
            Zone = "Mars/Olympus",
            FiscalYearStartMonth = 13,
            WeekStart = "monday",
            Pattern = "5-5-3",
            WorkingDays = [],
        });
        Assert.Equal(["/zone", "/fiscalYearStartMonth", "/weekStart", "/pattern", "/workingDays"], problems.Select(problem => problem.Pointer));
        Assert.Throws<ArgumentException>(() => new FiscalCalendar(new OrganisationCalendar { Zone = "" }));
    }

    [Fact]
    public void Validate_week_pattern_needs_an_anchor_near_the_start_month()
    {
        var calendar = new OrganisationCalendar { Pattern = "4-4-5" };
        Assert.Equal(["/anchorStart"], CalendarRules.Validate(calendar).Select(problem => problem.Pointer));
        Assert.Equal(
            ["/anchorYear", "/anchorStart"],
            CalendarRules.Validate(calendar with { AnchorStart = new(2026, 1, 12), AnchorYear = 2030 }).Select(problem => problem.Pointer));
        Assert.Empty(CalendarRules.Validate(calendar with { AnchorStart = new(2024, 12, 30), AnchorYear = 2025 }));
    }

    private static void Holds(FiscalCalendar calendar, string id, string start, string end)
    {
        var period = calendar.Parse(id);
        Assert.Equal((id, DateOnly.Parse(start, null), DateOnly.Parse(end, null)), (period?.Id, period?.Start, period?.End));
    }
}
