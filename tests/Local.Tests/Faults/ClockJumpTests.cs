using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Functions.Access;
using SalesPerf.Local.Messages;
using SalesPerf.Local.Tests.Acceptance;
using SalesPerf.Local.Tests.Timers;
using SalesPerf.Local.Timers;
using SalesPerf.TestKit;

namespace SalesPerf.Local.Tests.Faults;

/// <summary>Somebody sets the machine's clock while the host runs: an hour back, a day forward, and right again.</summary>
public sealed class ClockJumpTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task Given_a_clock_that_is_set_when_timers_run_then_every_occurrence_is_sent_once()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 18, 10, 30, 0, TimeSpan.Zero));
        var bells = new Bells();
        await using var host = await RunningHost.InMemoryAsync(new LocalOptions
        {
            FunctionTypes = [typeof(SendHourly)],
            Clock = clock,
            RunsTimers = false,
            Configure = builder => builder.Services.AddSingleton(bells),
        });
        var timers = host.App.Services.GetRequiredService<TimerScheduler>();
        await SetAsync(TimeSpan.Zero);
        await SetAsync(Hour);
        await SetAsync(Hour);
        Assert.Equal(["18 10:00", "18 11:00", "18 12:00"], Sent());

        // 12:30 becomes 11:30, and the hours come again.
        await SetAsync(-Hour);
        await SetAsync(Hour);
        Assert.Empty(Sent());
        await SetAsync(Hour);
        Assert.Equal(["18 13:00"], Sent());

        // A day forward makes up for the latest only; right again, what comes is sent when it comes.
        await SetAsync(Day);
        Assert.Equal(["19 13:00"], Sent());
        await SetAsync(-Day);
        Assert.Empty(Sent());
        await SetAsync(Hour);
        Assert.Equal(["18 14:00"], Sent());

        async Task SetAsync(TimeSpan by)
        {
            clock.SetUtcNow(clock.GetUtcNow() + by);
            await timers.RunDueAsync(default);
            await timers.RunDueAsync(default);
        }

        List<string> Sent()
        {
            List<string> sent = [.. bells.Occurrences.Select(one => one.ToString("dd HH:mm", CultureInfo.InvariantCulture))];
            bells.Occurrences.Clear();
            return sent;
        }
    }

    [Fact]
    public async Task Given_events_and_changes_under_way_when_the_clock_is_set_then_nothing_waits_for_it_and_everything_counts_once()
    {
        var clock = new JumpingClock(TimeProvider.System);
        await using var host = await RunningHost.OnKestrelAsync(new LocalOptions
        {
            Clock = clock,
            RunsTimers = false,
            Configure = builder => builder.Configuration[AccessOptions.AdminKeySetting] = ApiHost.AdminKey,
        });
        var api = new ApiClient(host.Client, ApiHost.AdminKey);
        await SmallHost.OrganiseAsync(api);
        var pump = host.App.Services.GetRequiredService<MessagePump>();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var taken = 0;
        foreach (var jump in (TimeSpan[])[-Hour, Day, -Day, Hour, -Hour])
        {
            await api.TakeAsync(SmallHost.Calls(taken, 20));
            await api.SetAsync("teams/sales?effectiveFrom=2020-01-01", $$"""{"id":"sales","name":"Sales after {{taken}}"}""");
            taken += 20;
            clock.Jump(jump);

            // Repeats count no more for another time of receipt; the change just made is what is in force.
            await api.TakeAsync(SmallHost.Calls(0, taken));
            Assert.Equal($"Sales after {taken - 20}", (await api.GetAsync("teams/sales")).Of("content/name"));

            // Once between reading the clock and sending what it says, not twice.
            await pump.DrainAsync(cancellationToken: patience.Token);
        }

        // What waits, waits a minute or two, and not for the hour to come back.
        var until = clock.GetUtcNow().AddMinutes(2);
        await pump.DrainAsync(instant => clock.Jump(instant - clock.GetUtcNow()), until, cancellationToken: patience.Token);
        Assert.Equal($"{taken}", (await api.GetAsync($"reps/ann/scorecard?period={SmallHost.Month}")).Of("metrics/0/value"));
        await SmallHost.UntilAsync(async () => (await api.GetAsync("health")).Body["queues"]!.AsArray().All(queue => queue!["depth"]!.GetValue<long>() == 0));
        var health = (await api.GetAsync("health")).Body;
        Assert.Equal(taken, health["activities"]!["stored"]!.GetValue<int>());
        Assert.All(health["queues"]!.AsArray(), queue => Assert.Equal(0, queue!["dead"]!.GetValue<int>()));
        Assert.Empty((await api.GetAsync("dead-letters")).Body["items"]!.AsArray());
        Assert.Equal(6, (await api.GetAsync("teams/sales/versions")).Body["versions"]!.AsArray().Count);
    }
}
