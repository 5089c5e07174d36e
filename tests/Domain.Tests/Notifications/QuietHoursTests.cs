using System.Globalization;
using SalesPerf.Domain.Notifications;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Tests.Notifications;

public sealed class QuietHoursTests
{
    [Theory]
    [InlineData("22:00", "07:00", "2026-11-18T20:59:59Z", null)] // 21:59:59 in Berlin
    [InlineData("22:00", "07:00", "2026-11-18T21:00:00Z", "2026-11-19T06:00:00Z")]
    [InlineData("22:00", "07:00", "2026-11-19T05:59:59Z", "2026-11-19T06:00:00Z")]
    [InlineData("22:00", "07:00", "2026-11-19T06:00:00Z", null)]
    [InlineData("12:00", "14:00", "2026-11-18T11:00:00Z", "2026-11-18T13:00:00Z")]
    [InlineData("12:00", "14:00", "2026-11-18T13:00:00Z", null)]
    [InlineData("00:00", "06:00", "2026-11-18T23:00:00Z", "2026-11-19T05:00:00Z")]
    [InlineData("22:00", "00:00", "2026-11-18T22:59:00Z", "2026-11-18T23:00:00Z")]
    [InlineData("22:00", "07:00", "2026-03-28T22:30:00Z", "2026-03-29T05:00:00Z")] // summer time begins that night: 07:00 is 05:00 UTC
    [InlineData("22:00", "07:00", "2026-10-24T21:00:00Z", "2026-10-25T06:00:00Z")] // it ends that night: 07:00 is 06:00 UTC
    [InlineData("02:30", "03:30", "2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z")] // 02:30 is skipped: from 03:00, which is 01:00 UTC, to 03:30
    [InlineData("02:30", "03:30", "2026-03-29T00:59:59Z", null)]
    [InlineData("02:10", "02:50", "2026-03-29T01:00:00Z", null)] // all of it is skipped
    [InlineData("01:00", "02:30", "2026-10-25T00:29:00Z", "2026-10-25T00:30:00Z")] // 02:30 comes twice: the first counts
    [InlineData("01:00", "02:30", "2026-10-25T01:00:00Z", null)]
    public void EndAt_InBerlin_IsByTheClockThere(string from, string to, string now, string? end) =>
        Assert.Equal(
            end is null ? null : Instant(end),
            new QuietHours(TimeOnly.Parse(from, CultureInfo.InvariantCulture), TimeOnly.Parse(to, CultureInfo.InvariantCulture)).EndAt(Instant(now), LocalTime.Zone("Europe/Berlin")));

    [Theory]
    [InlineData("Pacific/Auckland", "2026-11-18T09:30:00Z", "2026-11-18T18:00:00Z")] // 22:30 there
    [InlineData("America/Los_Angeles", "2026-11-18T09:30:00Z", "2026-11-18T15:00:00Z")] // 01:30 there
    [InlineData("Europe/Berlin", "2026-11-18T09:30:00Z", null)]
    public void EndAt_SameInstantElsewhere_IsAnotherHour(string zone, string now, string? end) =>
        Assert.Equal(end is null ? null : Instant(end), new QuietHours(new TimeOnly(22, 0), new TimeOnly(7, 0)).EndAt(Instant(now), LocalTime.Zone(zone)));

    /// <summary>Whatever the hours and the night: the end is later, within a day and an hour, and is itself not quiet.</summary>
    [Fact]
    public void EndAt_AnyInstantAroundTheChangesOfClocks_EndsAndThenIsOver()
    {
        var zone = LocalTime.Zone("Europe/Berlin");
        foreach (var (from, to) in new[] { (22, 7), (2, 3), (4, 2), (0, 23), (23, 0) })
        {
            var hours = new QuietHours(new TimeOnly(from, 0), new TimeOnly(to, 0));
            foreach (var start in new[] { Instant("2026-03-27T00:00:00Z"), Instant("2026-10-23T00:00:00Z") })
            {
                for (var now = start; now < start.AddDays(4); now = now.AddMinutes(10))
                {
                    if (hours.EndAt(now, zone) is { } end)
                    {
                        Assert.InRange(end - now, TimeSpan.FromTicks(1), TimeSpan.FromHours(25));
                        Assert.Null(hours.EndAt(end, zone));
                    }
                }
            }
        }
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
