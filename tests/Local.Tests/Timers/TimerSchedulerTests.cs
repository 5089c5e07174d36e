using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Local.Timers;
using SalesPerf.TestKit;

namespace SalesPerf.Local.Tests.Timers;

/// <summary>The clock starts at noon, UTC, on Wednesday 18 November 2026.</summary>
public sealed class TimerSchedulerTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly FakeTimeProvider clock = new();
    private readonly Bells bells = new();

    [Fact]
    public async Task Given_a_start_when_due_timers_run_then_all_fire_once_as_past_due_and_not_again_before_their_time()
    {
        await using var host = await StartAsync(runsTimers: false);
        var scheduler = host.App.Services.GetRequiredService<TimerScheduler>();

        await scheduler.RunDueAsync(None);
        var rung = Rung();
        clock.Advance(TimeSpan.FromMinutes(59));
        await scheduler.RunDueAsync(None);

        Assert.Equal([nameof(RingHourly), nameof(RingNightly)], rung.Select(one => one.Function));
        Assert.All(rung, one => Assert.True(one.Timer.IsPastDue));
        Assert.Equal(new DateTime(2026, 11, 18, 2, 0, 0), rung[1].Timer.ScheduleStatus?.Last);
        Assert.Equal(new DateTime(2026, 11, 19, 2, 0, 0), rung[1].Timer.ScheduleStatus?.Next);
        Assert.Empty(Rung());
    }

    [Fact]
    public async Task Given_a_timer_that_fired_when_its_time_comes_then_it_fires_again_once()
    {
        await using var host = await StartAsync(runsTimers: false);
        var scheduler = host.App.Services.GetRequiredService<TimerScheduler>();
        await scheduler.RunDueAsync(None);
        Rung();

        clock.Advance(TimeSpan.FromHours(1));
        await scheduler.RunDueAsync(None);
        await scheduler.RunDueAsync(None);

        var (function, timer) = Assert.Single(Rung());
        Assert.Equal(nameof(RingHourly), function);
        Assert.False(timer.IsPastDue);
    }

    [Fact]
    public async Task Given_a_clock_set_back_when_the_next_hour_comes_then_timers_still_fire()
    {
        await using var host = await StartAsync(runsTimers: false);
        var scheduler = host.App.Services.GetRequiredService<TimerScheduler>();
        await scheduler.RunDueAsync(None);
        clock.SetUtcNow(clock.GetUtcNow().AddHours(-6.5));
        await scheduler.RunDueAsync(None);
        Rung();

        clock.Advance(TimeSpan.FromMinutes(30));
        await scheduler.RunDueAsync(None);

        Assert.Single(Rung(), one => one.Function == nameof(RingHourly));
    }

    [Fact]
    public async Task Given_a_running_host_when_time_passes_then_timers_fire_by_themselves()
    {
        await using var host = await StartAsync(runsTimers: true);
        string[] first = [(await NextAsync()).Function, (await NextAsync()).Function];
        Assert.Equal([nameof(RingHourly), nameof(RingNightly)], first.Order());

        // From noon to 02:00 the hour strikes fourteen times and the night comes once.
        for (var hour = 0; hour < 14; hour++)
        {
            await MoveAsync(TimeSpan.FromHours(1));
        }

        var rung = new List<string>();
        while (rung.Count < 15)
        {
            rung.Add((await NextInTimeAsync()).Function);
        }

        Assert.Single(rung, nameof(RingNightly));
    }

    [Fact]
    public async Task Given_a_timer_that_fails_when_half_a_minute_passes_then_it_is_tried_again()
    {
        var failures = 0;
        bells.Behave = function => function == nameof(RingNightly) && ++failures == 1 ? throw new InvalidOperationException("once") : Task.CompletedTask;
        await using var host = await StartAsync(runsTimers: true);
        Assert.Equal(nameof(RingHourly), (await NextAsync()).Function);

        Assert.Equal(nameof(RingNightly), (await NextInTimeAsync()).Function);
    }

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // Both timers must sleep before the clock moves on, or they would miss that it did.
    private async Task MoveAsync(TimeSpan by)
    {
        for (var end = clock.GetUtcNow() + by; clock.GetUtcNow() < end;)
        {
            using var patience = new CancellationTokenSource(Patience);
            while (clock.PendingTimers < 2)
            {
                patience.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }

            var step = end - clock.GetUtcNow();
            clock.Advance(step < TimeSpan.FromMinutes(10) ? step : TimeSpan.FromMinutes(10));
        }
    }

    /// <summary>Half minutes pass until one rings: a timer that goes to sleep after the clock moved sleeps from then.</summary>
    private async Task<(string Function, TimerInfo Timer)> NextInTimeAsync()
    {
        var next = NextAsync();
        while (await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(200))) != next)
        {
            clock.Advance(TimeSpan.FromSeconds(30));
        }

        return await next;
    }

    private async Task<(string Function, TimerInfo Timer)> NextAsync() => await bells.Rung.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    private List<(string Function, TimerInfo Timer)> Rung()
    {
        var rung = new List<(string, TimerInfo)>();
        while (bells.Rung.Reader.TryRead(out var one))
        {
            rung.Add(one);
        }

        return rung;
    }

    private Task<RunningHost> StartAsync(bool runsTimers) => RunningHost.InMemoryAsync(new LocalOptions
    {
        FunctionTypes = [typeof(RingHourly), typeof(RingNightly)],
        Clock = clock,
        RunsTimers = runsTimers,
        Configure = builder => builder.Services.AddSingleton(bells),
    });
}
