using SalesPerf.TestKit;

namespace SalesPerf.Platform.Tests;

/// <summary>The clock that the other tests trust.</summary>
public sealed class FakeTimeProviderTests
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public void Given_timers_when_the_clock_moves_then_they_run_in_order_at_their_own_instants()
    {
        var start = clock.GetUtcNow();
        var runs = new List<(string Name, double Second)>();
        void Note(object? name) => runs.Add(((string)name!, (clock.GetUtcNow() - start).TotalSeconds));
        using var late = clock.CreateTimer(Note, "late", TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
        using var often = clock.CreateTimer(Note, "often", TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
        using var never = clock.CreateTimer(Note, "never", Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        using var gone = clock.CreateTimer(Note, "gone", TimeSpan.FromSeconds(1), TimeSpan.Zero);
        gone.Dispose();

        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal([("often", 2), ("often", 4), ("late", 5)], runs);
        Assert.Equal(1, clock.PendingTimers);
        Assert.Equal(TimeSpan.FromSeconds(5), clock.GetElapsedTime(start.UtcTicks));
    }

    [Fact]
    public async Task Given_a_delay_when_the_clock_is_set_past_it_then_it_ends()
    {
        var delay = Task.Delay(TimeSpan.FromHours(1), clock);
        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.False(delay.IsCompleted);
        clock.SetUtcNow(clock.GetUtcNow().AddMinutes(1));
        await delay.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Given_a_timer_that_sets_another_when_the_clock_jumps_then_both_run()
    {
        var runs = 0;
        ITimer? second = null;
        using var first = clock.CreateTimer(_ => second = clock.CreateTimer(_ => runs++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, runs);
        second!.Dispose();
    }
}
