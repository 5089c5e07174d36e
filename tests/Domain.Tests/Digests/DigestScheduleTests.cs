using SalesPerf.Domain.Digests;
using SalesPerf.Domain.Settings;
using SalesPerf.Domain.Tests.Metrics;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Tests.Digests;

public sealed class DigestScheduleTests
{
    private static readonly FiscalCalendar Iso = new(new OrganisationCalendar());
    private static readonly FiscalCalendar FromSunday = new(new OrganisationCalendar { WeekStart = "sunday" });

    [Theory]
    // Winter and summer: 07:00 is 06:00Z and 05:00Z in Berlin, 12:00Z and 11:00Z in New York, 18:00Z and 19:00Z the day before in Auckland (south: summer in January).
    [InlineData("Europe/Berlin", "2026-01-12T06:00Z", "2026-W02")]
    [InlineData("Europe/Berlin", "2026-07-13T05:00Z", "2026-W28")]
    [InlineData("America/New_York", "2026-01-12T12:00Z", "2026-W02")]
    [InlineData("America/New_York", "2026-07-13T11:00Z", "2026-W28")]
    [InlineData("Pacific/Auckland", "2026-01-11T18:00Z", "2026-W02")]
    [InlineData("Pacific/Auckland", "2026-07-12T19:00Z", "2026-W28")]
    // The Monday after the clocks changed on Sunday: forward on 29 March and back on 25 October in Berlin, on 8 March and 1 November in New York,
    // back on 5 April and forward on 27 September in Auckland.
    [InlineData("Europe/Berlin", "2026-03-30T05:00Z", "2026-W13")]
    [InlineData("Europe/Berlin", "2026-10-26T06:00Z", "2026-W43")]
    [InlineData("America/New_York", "2026-03-09T11:00Z", "2026-W10")]
    [InlineData("America/New_York", "2026-11-02T12:00Z", "2026-W44")]
    [InlineData("Pacific/Auckland", "2026-04-05T19:00Z", "2026-W14")]
    [InlineData("Pacific/Auckland", "2026-09-27T18:00Z", "2026-W39")]
    public void Given_a_zone_when_monday_is_seven_there_then_the_digest_is_due_and_not_a_second_before(string zone, string due, string week)
    {
        var at = Sample.Instant(due);
        var info = LocalTime.Zone(zone);

        var now = DigestSchedule.Latest(Iso, info, at);
        var before = DigestSchedule.Latest(Iso, info, at.AddSeconds(-1));

        Assert.Equal((week, at), (now.Week.Id, now.At));
        Assert.True(now.IsInTime(at));
        Assert.Equal(Iso.Previous(now.Week), before.Week);
        Assert.False(before.IsInTime(at.AddSeconds(-1)));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(47, true)]
    [InlineData(48, true)]
    [InlineData(49, false)]
    public void Given_a_digest_when_hours_pass_then_it_is_in_time_for_two_days(int hours, bool isInTime)
    {
        var now = Sample.Instant("2026-11-23T07:00Z").AddHours(hours);

        Assert.Equal(isInTime, DigestSchedule.Latest(Iso, TimeZoneInfo.Utc, now).IsInTime(now));
    }

    [Fact]
    public void Given_weeks_from_sunday_when_it_is_monday_then_the_week_that_ended_on_saturday_is_told()
    {
        var due = DigestSchedule.Latest(FromSunday, TimeZoneInfo.Utc, Sample.Instant("2026-11-24T00:00Z"));

        Assert.Equal((Sample.Day("2026-11-15"), Sample.Day("2026-11-22")), (due.Week.Start, due.Week.End));
        Assert.Equal(Sample.Day("2026-11-23"), due.Monday);
    }

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    [InlineData("Pacific/Auckland")]
    public void Given_any_hour_of_a_year_when_asked_by_week_then_it_is_the_same_digest(string zone)
    {
        var info = LocalTime.Zone(zone);
        for (var now = Sample.Instant("2026-01-01T00:00Z"); now < Sample.Instant("2027-01-10T00:00Z"); now = now.AddHours(5))
        {
            foreach (var calendar in new[] { Iso, FromSunday })
            {
                var due = DigestSchedule.Latest(calendar, info, now);
                Assert.Equal(due, DigestSchedule.Of(due.Week, info));
                Assert.InRange(now - due.At, TimeSpan.Zero, TimeSpan.FromHours((7 * 24) + 1));
            }
        }
    }
}
