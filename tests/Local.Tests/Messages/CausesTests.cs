using SalesPerf.Local.Messages;
using SalesPerf.TestKit;

namespace SalesPerf.Local.Tests.Messages;

public sealed class CausesTests
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Given_a_disk_that_stays_full_for_five_minutes_when_tried_every_second_then_it_is_said_once_a_minute()
    {
        var causes = new Causes(clock);
        var said = 0;
        for (var second = 0; second < 300; second++)
        {
            for (var receiver = 0; receiver < 8; receiver++)
            {
                said += causes.IsToBeSaid("the disk is full") ? 1 : 0;
            }

            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(5, said);
    }

    [Fact]
    public void Given_another_cause_when_it_comes_then_it_is_said_at_once()
    {
        var causes = new Causes(clock);

        Assert.Equal([true, true, false], new[] { "the disk is full", "it is read-only", "the disk is full" }.Select(causes.IsToBeSaid));
    }

    [Fact]
    public void Given_causes_without_end_when_they_come_then_each_is_said()
    {
        var causes = new Causes(clock);

        Assert.Equal(1_000, Enumerable.Range(0, 1_000).Count(number => causes.IsToBeSaid($"message {number}")));
    }
}
