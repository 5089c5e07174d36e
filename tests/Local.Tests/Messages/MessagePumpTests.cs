using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SalesPerf.Functions;
using SalesPerf.Functions.Messages;
using SalesPerf.Local.Hosting;
using SalesPerf.Local.Messages;
using SalesPerf.Platform.Messages;
using SalesPerf.TestKit;

namespace SalesPerf.Local.Tests.Messages;

public sealed class MessagePumpTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider clock = new();
    private readonly Inbox inbox = new();
    private RunningHost? running;

    private RunningHost Host => running ?? throw new InvalidOperationException("The host does not run.");

    private MessagePump Pump => Host.App.Services.GetRequiredService<MessagePump>();

    private IMessageBus Bus => Host.App.Services.GetRequiredService<IMessageBus>();

    public async Task InitializeAsync() => running = await StartAsync(settings => settings);

    public async Task DisposeAsync() => await Host.DisposeAsync();

    [Fact]
    public async Task Given_messages_when_they_are_sent_then_each_is_handled_once_and_the_queue_is_empty()
    {
        var bodies = await SendAsync("one-by-one", 50);

        await Pump.DrainAsync();

        Assert.Equal(bodies, inbox.Bodies(nameof(HandleOne)).Order(StringComparer.Ordinal));
        Assert.Equal((0, 0, 0, 0), await CountAsync("one-by-one"));
    }

    [Fact]
    public async Task Given_many_messages_when_the_function_takes_batches_then_none_is_over_two_hundred_and_each_message_is_in_one()
    {
        var bodies = await SendAsync("many", 450);

        await Pump.DrainAsync();

        Assert.Equal(bodies, inbox.Bodies(nameof(HandleMany)).Order(StringComparer.Ordinal));
        Assert.Equal([200, 200, 50], inbox.Calls.Select(call => call.Bodies.Length));
    }

    [Fact]
    public async Task Given_more_messages_than_calls_at_once_when_none_ends_then_sixteen_run_and_the_others_wait()
    {
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        inbox.Behave = (_, _, _) =>
        {
            if (inbox.Calls.Count == 16)
            {
                full.TrySetResult();
            }

            return release.Task;
        };
        await SendAsync("one-by-one", 60);

        await full.Task.WaitAsync(Patience);
        var counted = await CountAsync("one-by-one");
        var running = inbox.Calls.Count;
        release.SetResult();
        await Pump.DrainAsync();

        // Besides those that run, some are received ahead, at most twice as many.
        Assert.Equal((60, 16), (counted.Ready + counted.Locked, running));
        Assert.InRange(counted.Locked, 16, 48);
        Assert.Equal(60, inbox.Bodies(nameof(HandleOne)).Distinct().Count());
    }

    [Fact]
    public async Task Given_a_function_that_fails_twice_when_time_passes_then_it_is_tried_again_after_growing_pauses()
    {
        var tries = new List<DateTimeOffset>();
        inbox.Behave = (_, _, _) =>
        {
            tries.Add(clock.GetUtcNow());
            return tries.Count < 3 ? throw new InvalidOperationException("not yet") : Task.CompletedTask;
        };
        await SendAsync("one-by-one", 1);

        await Pump.DrainAsync();
        Assert.Equal((0, 1, 0, 0), await CountAsync("one-by-one"));
        await Pump.DrainAsync(clock.SetUtcNow);

        // Pauses are half to all of one second, then of two.
        Assert.Equal(3, tries.Count);
        Assert.InRange(tries[1] - tries[0], TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1));
        Assert.InRange(tries[2] - tries[1], TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        Assert.Equal((0, 0, 0, 0), await CountAsync("one-by-one"));
    }

    [Fact]
    public async Task Given_a_poison_message_when_it_failed_twenty_times_then_it_is_a_dead_letter_and_the_others_are_done()
    {
        inbox.Behave = (_, bodies, _) => bodies[0] == "poison" ? throw new InvalidOperationException("cannot be") : Task.CompletedTask;
        await Bus.SendAsync("one-by-one", [new BusMessage("poison"), new BusMessage("good")], None);

        await Pump.DrainAsync(clock.SetUtcNow);

        Assert.Equal(20, inbox.Bodies(nameof(HandleOne)).Count(body => body == "poison"));
        Assert.Single(inbox.Bodies(nameof(HandleOne)), "good");
        var letter = Assert.Single(await Bus.PeekDeadLettersAsync("one-by-one", 10, None));
        Assert.Equal(("poison", "InvalidOperationException: cannot be", 20), (letter.Body, letter.Reason, letter.DeliveryCount));
    }

    [Fact]
    public async Task Given_a_dead_letter_when_dead_letters_are_sent_back_then_it_is_tried_again_and_done()
    {
        inbox.Behave = (_, _, _) => inbox.Calls.Count <= 20 ? throw new InvalidOperationException("down") : Task.CompletedTask;
        await SendAsync(Queues.SendDigest, 1);
        await Pump.DrainAsync(clock.SetUtcNow);
        Assert.Equal((0, 0, 0, 1), await CountAsync(Queues.SendDigest));

        var redrive = new RedriveDeadLetters(Bus, NullLogger<RedriveDeadLetters>.Instance);
        await redrive.Run(new TimerInfo(), None);
        await redrive.Run(new TimerInfo(), None);
        await Pump.DrainAsync();

        Assert.Equal(21, inbox.Calls.Count);
        Assert.Equal((0, 0, 0, 0), await CountAsync(Queues.SendDigest));
    }

    [Fact]
    public async Task Given_a_batch_that_fails_when_it_comes_again_then_every_message_of_it_does()
    {
        inbox.Behave = (_, _, _) => inbox.Calls.Count == 1 ? throw new InvalidOperationException("once") : Task.CompletedTask;
        var bodies = await SendAsync("many", 3);

        await Pump.DrainAsync(clock.SetUtcNow);

        Assert.Equal(bodies.SelectMany(body => new[] { body, body }), inbox.Bodies(nameof(HandleMany)).Order(StringComparer.Ordinal));
        Assert.Equal((0, 0, 0, 0), await CountAsync("many"));
    }

    [Fact]
    public async Task Given_a_function_that_fails_after_sending_on_when_it_is_tried_again_then_it_sends_again()
    {
        inbox.Behave = (function, _, _) => function == nameof(Forward) && inbox.Bodies(nameof(Forward)).Length == 1 ? throw new InvalidOperationException("between") : Task.CompletedTask;
        await SendAsync("forward", 1);

        await Pump.DrainAsync(clock.SetUtcNow);

        Assert.Equal(2, inbox.Bodies(nameof(HandleOne)).Length);
    }

    [Fact]
    public async Task Given_a_topic_when_a_message_is_sent_then_every_subscription_gets_it()
    {
        await SendAsync("news", 2);

        await Pump.DrainAsync();

        Assert.Equal(["0000", "0001"], inbox.Bodies(nameof(ReadNews)).Order(StringComparer.Ordinal));
        Assert.Equal(["0000", "0001"], inbox.Bodies(nameof(HearNews)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Given_messages_that_wait_when_the_clock_may_move_until_an_instant_then_those_due_by_then_are_handled()
    {
        var now = clock.GetUtcNow();
        await Bus.SendAsync("one-by-one", [new BusMessage("soon", now.AddMinutes(5)), new BusMessage("later", now.AddHours(5))], None);

        await Pump.DrainAsync();
        Assert.Empty(inbox.Calls);
        await Pump.DrainAsync(clock.SetUtcNow, now.AddHours(1));

        Assert.Equal(["soon"], inbox.Bodies(nameof(HandleOne)));
        Assert.Equal(now.AddMinutes(5), clock.GetUtcNow());
    }

    [Fact]
    public async Task Given_a_call_in_flight_when_the_host_stops_then_it_ends_first_and_nothing_new_is_taken()
    {
        var (begun, release) = Block();
        await SendAsync("many", 1);
        await begun.WaitAsync(Patience);
        await SendAsync("many", 1);

        var stopping = Pump.StopAsync(None);
        Assert.False(stopping.IsCompleted);
        release();
        await stopping.WaitAsync(Patience);

        Assert.Single(inbox.Calls);
        Assert.Equal((1, 0, 0, 0), await CountAsync("many"));
    }

    [Fact]
    public async Task Given_a_call_that_does_not_end_when_the_hosts_patience_ends_then_it_is_cancelled_and_its_message_kept()
    {
        var (begun, _) = Block();
        await SendAsync("one-by-one", 1);
        await begun.WaitAsync(Patience);

        await Pump.StopAsync(new CancellationToken(canceled: true)).WaitAsync(Patience);

        Assert.Equal((0, 1, 0, 0), await CountAsync("one-by-one"));
    }

    [Fact]
    public async Task Given_a_call_over_its_time_when_the_timeout_passes_then_it_is_cancelled_and_its_message_comes_again()
    {
        await Host.DisposeAsync();
        inbox.Behave = (_, _, cancellation) => inbox.Calls.Count == 1 ? Task.Delay(Timeout.Infinite, cancellation) : Task.CompletedTask;
        running = await StartAsync(settings => settings with { FunctionTimeout = TimeSpan.FromMilliseconds(50) });
        await SendAsync("one-by-one", 1);

        await Pump.DrainAsync(clock.SetUtcNow);

        Assert.Equal(2, inbox.Calls.Count);
    }

    private (Task Begun, Action Release) Block()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        inbox.Behave = (_, _, cancellation) =>
        {
            begun.TrySetResult();
            return release.Task.WaitAsync(cancellation);
        };
        return (begun.Task, release.SetResult);
    }

    private async Task<string[]> SendAsync(string queue, int count)
    {
        string[] bodies = [.. Enumerable.Range(0, count).Select(number => number.ToString("0000", CultureInfo.InvariantCulture))];
        await Bus.SendAsync(queue, [.. bodies.Select(body => new BusMessage(body))], None);
        return bodies;
    }

    private async Task<(long Ready, long Scheduled, long Locked, long Dead)> CountAsync(string queue)
    {
        var all = await Host.App.Services.GetRequiredService<IQueueStatistics>().StatisticsAsync(None);
        var found = all.Single(one => one.Queue == queue);
        return (found.Ready, found.Scheduled, found.Locked, found.Dead);
    }

    private Task<RunningHost> StartAsync(Func<HostSettings, HostSettings> change) => RunningHost.InMemoryAsync(new LocalOptions
    {
        FunctionTypes = [typeof(HandleOne), typeof(HandleMany), typeof(HandleDigest), typeof(Forward), typeof(ReadNews), typeof(HearNews)],
        Clock = clock,
        Configure = builder =>
        {
            builder.Services.AddSingleton(inbox);
            var settings = builder.Services.Single(service => service.ServiceType == typeof(HostSettings)).ImplementationInstance as HostSettings;
            builder.Services.AddSingleton(change(settings ?? throw new InvalidOperationException("No settings.")));
        },
    });
}
