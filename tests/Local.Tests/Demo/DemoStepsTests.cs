using SalesPerf.Local.Demo;

namespace SalesPerf.Local.Tests.Demo;

public sealed class DemoStepsTests
{
    [Fact]
    public void Given_a_fortnight_when_stepped_then_it_stops_daily_at_every_digest_and_at_the_end()
    {
        // Sunday 8 to Sunday 22 November 2026, 05:30 UTC. Mondays 07:00 are 06:00 UTC in Berlin and the Sunday before, 22:00 UTC, in Tokyo.
        var start = new DateTimeOffset(2026, 11, 8, 5, 30, 0, TimeSpan.Zero);
        var stops = DemoSteps.Between(start, start.AddDays(14), ["Europe/Berlin", "Asia/Tokyo", "Asia/Tokyo"]);

        DateTimeOffset[] digests =
        [
            new(2026, 11, 8, 22, 0, 1, TimeSpan.Zero), new(2026, 11, 9, 6, 0, 1, TimeSpan.Zero),
            new(2026, 11, 15, 22, 0, 1, TimeSpan.Zero), new(2026, 11, 16, 6, 0, 1, TimeSpan.Zero),
        ];
        Assert.Equal(Enumerable.Range(1, 14).Select(day => start.AddDays(day)).Concat(digests).Order(), stops.Select(stop => stop.At));
        Assert.Equal(digests, stops.Where(stop => stop.IsDigest).Select(stop => stop.At));
    }

    [Fact]
    public void Given_a_digest_due_this_very_second_when_stepped_then_no_stop_is_in_the_future()
    {
        var monday = new DateTimeOffset(2026, 11, 16, 6, 0, 0, TimeSpan.Zero);
        Assert.Equal(monday, DemoSteps.Between(monday.AddDays(-1), monday, ["Europe/Berlin"])[^1].At);
    }
}
