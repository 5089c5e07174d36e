using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Settings;
using SalesPerf.Domain.Tests.Metrics;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Tests.Competencies;

public class WorkingTimeTests
{
    private static decimal Prorate(Person person, decimal target, PeriodKind kind, string period, OrganisationCalendar? calendar = null)
    {
        var fiscal = new FiscalCalendar(calendar ?? new OrganisationCalendar());
        var days = fiscal.Parse(period)!;
        return new WorkingTime(fiscal, _ => person).Prorate(target, kind, days.Start, days.End).Rounded(6);
    }

    [Theory]
    [InlineData(44, PeriodKind.Month, "2026-03", 44)]
    [InlineData(64, PeriodKind.Quarter, "2026-03", 22)] // 64 × 22 ÷ 64
    [InlineData(100, PeriodKind.Quarter, "2026-03", 34.375)] // 100 × 22 ÷ 64
    [InlineData(44, PeriodKind.Month, "2026-Q1", 132)] // 3 × 44
    [InlineData(44, PeriodKind.Month, "2026-W14", 10)] // 44 × 2 ÷ 22 in March + 44 × 3 ÷ 22 in April
    [InlineData(10, PeriodKind.Week, "2026-03", 44)] // 4 whole weeks + 10 × 2 ÷ 5
    [InlineData(10, PeriodKind.Month, "2026-W10", 2.272727)] // 10 × 5 ÷ 22
    [InlineData(0, PeriodKind.Month, "2026-03", 0)]
    public void Prorate_FullTime_ScalesByWorkingDays(decimal target, PeriodKind kind, string period, decimal expected) =>
        Assert.Equal(expected, Prorate(Cards.Ann, target, kind, period));

    [Fact]
    public void Prorate_JoinerMidMonth_CountsFromTheFirstDay() =>
        // 16–20, 23–27, 30, 31: 12 of 22 days → 44 × 12 ÷ 22 = 24
        Assert.Equal(24m, Prorate(Cards.Ann with { Employment = [new DateSpan(Sample.Day("2026-03-16"))] }, 44m, PeriodKind.Month, "2026-03"));

    [Fact]
    public void Prorate_Leaver_CountsToTheDayBeforeTheEnd() =>
        // employed up to and including the 6th: 5 of 22 days → 10
        Assert.Equal(
            10m, Prorate(Cards.Ann with { Employment = [new DateSpan(Sample.Day("2025-01-01"), Sample.Day("2026-03-07"))] }, 44m, PeriodKind.Month, "2026-03"));

    [Fact]
    public void Prorate_Absence_TakesItsWorkingDaysOut() =>
        // 9–13 absent (the weekend costs nothing): 17 of 22 days → 34
        Assert.Equal(
            34m, Prorate(Cards.Ann with { Absences = [new DateSpan(Sample.Day("2026-03-09"), Sample.Day("2026-03-16"))] }, 44m, PeriodKind.Month, "2026-03"));

    [Fact]
    public void Prorate_HalfTime_IsHalf() => Assert.Equal(22m, Prorate(Cards.Ann with { Fte = 0.5m }, 44m, PeriodKind.Month, "2026-03"));

    [Fact]
    public void Prorate_HalfTimeFromThe16th_TakesEachDaysVersion()
    {
        // 10 full days + 12 half days = 16 → 44 × 16 ÷ 22 = 32
        var time = new WorkingTime(Cards.Calendar, day => Cards.Ann with { Fte = day < Sample.Day("2026-03-16") ? 1m : 0.5m });

        Assert.Equal(32m, time.Prorate(44m, PeriodKind.Month, Sample.Day("2026-03-01"), Sample.Day("2026-04-01")));
    }

    [Fact]
    public void Prorate_OwnWorkingDays_AreAFullWeekOfTheirOwn()
    {
        // Saturdays and Sundays: 9 in March, all worked
        var weekends = Cards.Ann with { WorkingDays = [DayOfWeek.Saturday, DayOfWeek.Sunday] };

        Assert.Equal(44m, Prorate(weekends, 44m, PeriodKind.Month, "2026-03"));
        Assert.Equal(9, new WorkingTime(Cards.Calendar, _ => weekends).WorkingDays(Sample.Day("2026-03-01"), Sample.Day("2026-04-01")));
    }

    [Fact]
    public void Prorate_Holidays_LeaveTheTargetWhole()
    {
        var calendar = new OrganisationCalendar { Holidays = [Sample.Day("2026-03-02"), Sample.Day("2026-03-03")] };

        // The month: 20 of 20 days. Week 10 has 3 of the month's 20: 40 × 3 ÷ 20 = 6.
        Assert.Equal(44m, Prorate(Cards.Ann, 44m, PeriodKind.Month, "2026-03", calendar));
        Assert.Equal(6m, Prorate(Cards.Ann, 40m, PeriodKind.Month, "2026-W10", calendar));
    }

    [Fact]
    public void Prorate_NoWorkingDay_IsZero()
    {
        Assert.Equal(0m, Prorate(Cards.Ann with { WorkingDays = [] }, 44m, PeriodKind.Month, "2026-03"));
        Assert.Equal(0m, Prorate(Cards.Ann with { Employment = [new DateSpan(Sample.Day("2027-01-01"))] }, 44m, PeriodKind.Month, "2026-03"));
        Assert.Equal(0m, new WorkingTime(Cards.Calendar, _ => null).Prorate(44m, PeriodKind.Month, Sample.Day("2026-03-01"), Sample.Day("2026-04-01")));
    }

    [Fact]
    public void Prorate_PartsOfAPeriod_SumToTheWhole()
    {
        // 9 over three months of 22, 20 and 22 of 64 days: 3.09375 + 2.8125 + 3.09375
        Assert.Equal([3.09375m, 2.8125m, 3.09375m], new[] { "2026-01", "2026-02", "2026-03" }.Select(month => Prorate(Cards.Ann, 9m, PeriodKind.Quarter, month)));
    }
}
