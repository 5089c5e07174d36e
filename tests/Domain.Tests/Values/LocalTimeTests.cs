using FsCheck;
using FsCheck.Fluent;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Tests.Values;

public sealed class LocalTimeTests
{
    [Theory]
    [InlineData("Europe/Berlin", "2026-11-22T23:30:00Z", "2026-11-23")]
    [InlineData("America/New_York", "2026-11-23T04:59:59Z", "2026-11-22")]
    [InlineData("Asia/Kolkata", "2026-11-22T18:30:00Z", "2026-11-23")]
    [InlineData("Etc/UTC", "2026-11-22T23:59:59Z", "2026-11-22")]
    [InlineData("Asia/Tokyo", "9999-12-31T23:59:59Z", "9999-12-31")]
    public void DateOf_is_the_zones_date(string zone, string instant, string date) =>
        Assert.Equal(DateOnly.Parse(date, null), LocalTime.DateOf(DateTimeOffset.Parse(instant, null), LocalTime.Zone(zone)));

    [Theory]
    [InlineData("Europe/Berlin", "2026-07-01", "2026-06-30T22:00:00Z")]
    [InlineData("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z")]
    [InlineData("Europe/Berlin", "2026-03-30", "2026-03-29T22:00:00Z")]

    // Clocks went from midnight to one: the day started at 01:00 local, 22:00 UTC.
    [InlineData("Africa/Cairo", "2024-04-26", "2024-04-25T22:00:00Z")]
    [InlineData("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z")]

    // Midnight occurred twice (back from one o'clock): the first counts.
    [InlineData("America/Havana", "2025-11-02", "2025-11-02T04:00:00Z")]

    // Samoa skipped 2011-12-30 altogether: it starts, empty, where the 31st does.
    [InlineData("Pacific/Apia", "2011-12-29", "2011-12-29T10:00:00Z")]
    [InlineData("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z")]
    [InlineData("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z")]
    public void StartOf_is_the_first_instant_of_the_day(string zone, string date, string start) =>
        Assert.Equal(DateTimeOffset.Parse(start, null), LocalTime.StartOf(DateOnly.Parse(date, null), LocalTime.Zone(zone)));

    [Theory]
    [InlineData("2026-11-02", "07:00", "2026-11-02T12:00:00Z")]
    [InlineData("2026-10-26", "07:00", "2026-10-26T11:00:00Z")]
    [InlineData("2026-03-08", "02:30", "2026-03-08T07:00:00Z")]
    [InlineData("2026-11-01", "01:30", "2026-11-01T05:30:00Z")]
    public void InstantOf_keeps_the_clock_across_daylight_saving(string date, string time, string instant) =>
        Assert.Equal(
            DateTimeOffset.Parse(instant, null),
            LocalTime.InstantOf(DateOnly.Parse(date, null), TimeOnly.Parse(time, null), LocalTime.Zone("America/New_York")));

    [Fact]
    public void StartOf_any_day_begins_it()
    {
        string[] zones = ["Europe/Berlin", "America/New_York", "America/Havana", "Africa/Cairo", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Chatham"];
        Prop.ForAll(Gen.Choose(0, 25_000).ToArbitrary(), Gen.Choose(0, zones.Length - 1).ToArbitrary(), (day, which) =>
        {
            var (date, zone) = (new DateOnly(1980, 1, 1).AddDays(day), LocalTime.Zone(zones[which]));
            var start = LocalTime.StartOf(date, zone);
            return LocalTime.DateOf(start, zone) == date && LocalTime.DateOf(start.AddTicks(-1), zone) == date.AddDays(-1);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void StartOf_the_calendars_ends_is_its_end()
    {
        var zone = LocalTime.Zone("Asia/Tokyo");
        Assert.Equal(DateTimeOffset.MinValue, LocalTime.StartOf(DateOnly.MinValue, zone));
        Assert.Equal(DateTimeOffset.MaxValue, LocalTime.StartOf(DateOnly.MaxValue, zone));
    }

    [Theory]
    [InlineData("Europe/Berlin", true)]
    [InlineData("America/Argentina/Buenos_Aires", true)]
    [InlineData("Etc/GMT+5", true)]
    [InlineData("UTC", true)]
    [InlineData("Europe", false)]
    [InlineData("europe/berlin", false)]
    [InlineData("Europe/berlin", false)]
    [InlineData("Europe/Berlin\n", false)]
    [InlineData("W. Europe Standard Time", false)]
    [InlineData("../etc/passwd", false)]
    [InlineData("Europe/../Europe/Berlin", false)]
    [InlineData("/usr/share/zoneinfo/Europe/Berlin", false)]
    [InlineData("posixrules", false)]
    [InlineData("right/Europe/Berlin", false)]
    [InlineData("Mars/Olympus", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void IsZone_takes_iana_ids_only(string? id, bool isZone) => Assert.Equal(isZone, LocalTime.IsZone(id));
}
