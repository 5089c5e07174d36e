using Microsoft.Extensions.Logging.Abstractions;
using SalesPerf.Platform.Documents.Sqlite;
using SalesPerf.Platform.Messages;
using SalesPerf.Platform.Messages.Embedded;
using SalesPerf.TestKit;

namespace SalesPerf.Platform.Tests.Messages;

/// <summary>The contract, met by the embedded broker, and what only it has: waiting, statistics, a life after the process.</summary>
public sealed class EmbeddedMessageBusTests : MessageBusContract, IDisposable
{
    private static readonly EmbeddedMessageOptions Options = new()
    {
        Queues = ["work", "other"],
        Topics = new Dictionary<string, IReadOnlyList<string>> { ["news"] = ["mail", "wall"], ["unread"] = [] },
        MaxDeliveryCount = 3,
        Jitter = new Random(7),
    };

    /// <summary>How long a test that would hang is given before it fails.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder folder = new();
    private SqliteDatabase database;
    private EmbeddedMessageBus bus;

    public EmbeddedMessageBusTests() => (database, bus) = Open();

    protected override FakeTimeProvider Clock { get; } = new();

    protected override IMessageBus Bus => bus;

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }

    protected override Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(string queue, int max = 250) => bus.ReceiveAsync(queue, max, LockFor, None);

    protected override Task<IReadOnlyList<ReceivedMessage>> CompleteAsync(params ReceivedMessage[] messages) => bus.CompleteAsync(messages, None);

    protected override Task<IReadOnlyList<ReceivedMessage>> AbandonAsync(string reason, params ReceivedMessage[] messages) => bus.AbandonAsync(messages, reason, None);

    [Fact]
    public async Task Given_locked_messages_when_the_file_is_opened_again_then_they_come_at_once_with_their_deliveries_counted()
    {
        await SendAsync("work", "1", "2");
        await Bus.SendAsync("work", [new BusMessage("later", Clock.GetUtcNow().AddHours(1))], None);
        var lost = Assert.Single(await ReceiveAsync("work", 1));
        Reopen();
        var again = await ReceiveAsync("work", 10);
        Assert.Equal([1, 2], again.Select(message => message.DeliveryCount).Order());
        Assert.Equal(2, again.Single(message => message.Body == lost.Body).DeliveryCount);
        Assert.Equal([lost], await CompleteAsync(lost));
    }

    [Fact]
    public async Task Given_messages_that_wait_when_the_clock_is_set_back_then_they_wait_no_longer_for_it()
    {
        await SendAsync("work", "in work");
        var inWork = Assert.Single(await ReceiveAsync("work"));
        await SendAsync("work", "now");
        await Bus.SendAsync("work", [new BusMessage("in a minute", Clock.GetUtcNow().AddMinutes(1))], None);

        Clock.SetUtcNow(Clock.GetUtcNow().AddHours(-1));
        var due = Assert.Single(await ReceiveAsync("work"));
        Assert.Equal("now", due.Body);
        Assert.Empty(await CompleteAsync(inWork, due));
        Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Empty(await ReceiveAsync("work"));
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["in a minute"], (await ReceiveAsync("work")).Select(message => message.Body));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Given_a_message_given_back_while_the_clock_was_a_day_ahead_when_it_is_right_again_then_it_comes_at_once(bool isCompleted)
    {
        await SendAsync("work", "in work");
        var inWork = Assert.Single(await ReceiveAsync("work"));

        Clock.SetUtcNow(Clock.GetUtcNow().AddDays(1));
        Assert.Single(isCompleted ? await CompleteAsync(inWork) : await bus.AbandonAsync([inWork], "failed", None));
        Clock.SetUtcNow(Clock.GetUtcNow().AddDays(-1));

        var again = Assert.Single(await ReceiveAsync("work"));
        Assert.Equal(("in work", 2), (again.Body, again.DeliveryCount));
        Assert.Empty(await CompleteAsync(again));
    }

    [Fact]
    public async Task Given_a_message_made_before_the_clock_was_set_back_when_it_is_sent_after_then_it_waits_no_longer_for_it()
    {
        await SendAsync("work", "before");
        var due = Clock.GetUtcNow().AddSeconds(5);
        Clock.SetUtcNow(Clock.GetUtcNow().AddDays(-1));
        await SendAsync("work", "now");
        await Bus.SendAsync("work", [new BusMessage("soon", due)], None);

        Assert.Equal(["before", "now"], (await ReceiveAsync("work")).Select(message => message.Body));
        Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["soon"], (await ReceiveAsync("work")).Select(message => message.Body));

        // Later on it is meant as it is said.
        await Bus.SendAsync("work", [new BusMessage("tomorrow", Clock.GetUtcNow().AddDays(1).AddSeconds(5))], None);
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.DoesNotContain(await ReceiveAsync("work"), message => message.Body == "tomorrow");
    }

    [Fact]
    public async Task Given_messages_that_wait_when_the_clock_is_set_back_between_two_runs_then_they_come_at_once()
    {
        await SendAsync("work", "now");
        database.Dispose();
        Clock.SetUtcNow(Clock.GetUtcNow().AddHours(-1));
        (database, bus) = Open();
        Assert.Equal(["now"], (await ReceiveAsync("work")).Select(message => message.Body));
    }

    [Fact]
    public async Task Given_a_clock_that_begins_in_the_past_on_purpose_when_messages_wait_from_after_it_then_they_keep_their_instants()
    {
        var due = Clock.GetUtcNow().AddHours(2);
        await Bus.SendAsync("work", [new BusMessage("in two hours", due)], None);
        database.Dispose();
        Clock.SetUtcNow(Clock.GetUtcNow().AddDays(-91));
        (database, bus) = Open(Options with { IsClockTrue = false });

        Assert.Equal(due, await bus.NextDueAsync(TimeSpan.FromSeconds(1), DateTimeOffset.MaxValue, None));
    }

    [Fact]
    public async Task Given_a_receiver_that_waits_for_hours_when_the_clock_is_set_forward_then_it_looks_within_half_a_minute()
    {
        var clock = new JumpingClock(Clock);
        using var there = new TemporaryFolder();
        using var set = new SqliteDatabase(there.Path, clock, NullLogger<SqliteDatabase>.Instance);
        var waits = new EmbeddedMessageBus(set, Options);
        await waits.SendAsync("work", [new BusMessage("in two hours", clock.GetUtcNow().AddHours(2))], None);
        var waiting = waits.WaitAsync("work", None);

        clock.Jump(TimeSpan.FromDays(1));
        Assert.False(waiting.IsCompleted);
        Clock.Advance(TimeSpan.FromSeconds(31));
        await waiting.WaitAsync(Patience);
        Assert.Single(await waits.ReceiveAsync("work", 1, LockFor, None));
    }

    [Fact]
    public async Task Given_messages_that_wait_when_the_oldest_age_is_asked_then_it_counts_from_when_one_was_due()
    {
        await Bus.SendAsync("work", [new BusMessage("later", Clock.GetUtcNow().AddSeconds(60))], None);
        Assert.Null(await bus.OldestAgeAsync("work", None));
        Assert.Null(await bus.OldestAgeAsync("news/mail", None));
        Clock.Advance(TimeSpan.FromSeconds(60));
        await SendAsync("work", "now");
        Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(TimeSpan.FromSeconds(30), await bus.OldestAgeAsync("work", None));
        await ReceiveAsync("work", 2);
        Assert.Null(await bus.OldestAgeAsync("work", None));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => bus.OldestAgeAsync("wrok", None));
    }

    [Fact]
    public async Task Given_queues_in_every_state_when_statistics_are_asked_then_each_message_counts_once()
    {
        await SendAsync("work", "dead");
        await KillAsync("work", "x");
        await SendAsync("work", "locked", "locked too");
        await ReceiveAsync("work", 2);
        Clock.Advance(TimeSpan.FromSeconds(10));
        await SendAsync("work", "ready", "ready too", "ready three");
        await Bus.SendAsync("work", [new BusMessage("later", Clock.GetUtcNow().AddHours(1))], None);
        await SendAsync("news", "1");
        var figures = await bus.StatisticsAsync(None);

        Assert.Equal(["news/mail", "news/wall", "other", "work"], figures.Select(one => one.Queue));
        Assert.Equal(new QueueStatistics("work", 3, 1, 2, 1, TimeSpan.FromSeconds(10)), figures[3]);
        Assert.Equal(new QueueStatistics("other", 0, 0, 0, 0, null), figures[2]);
        Assert.Equal(new QueueStatistics("news/wall", 1, 0, 0, 0, TimeSpan.Zero), figures[1]);

        // A lock that ran out makes a message ready.
        Clock.Advance(LockFor);
        Assert.Equal((5, 0), ((await bus.StatisticsAsync(None))[3].Ready, (await bus.StatisticsAsync(None))[3].Locked));
    }

    [Fact]
    public async Task Given_a_waiting_receiver_when_a_message_is_sent_then_it_wakes()
    {
        var waiting = bus.WaitAsync("work", None);
        await SendAsync("other", "1");
        Assert.False(waiting.IsCompleted);
        await SendAsync("work", "1");
        await waiting.WaitAsync(Patience);
        await bus.WaitAsync("work", None);
        Assert.Single(await ReceiveAsync("work", 1));
    }

    [Fact]
    public async Task Given_a_message_for_later_when_its_time_comes_then_the_receiver_wakes_and_not_before()
    {
        await Bus.SendAsync("work", [new BusMessage("1", Clock.GetUtcNow().AddSeconds(30))], None);
        var waiting = bus.WaitAsync("work", None);
        Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(waiting.IsCompleted);
        Clock.Advance(TimeSpan.FromMilliseconds(1_001));
        await waiting.WaitAsync(Patience);
        Assert.Single(await ReceiveAsync("work", 1));
        Assert.Equal(0, Clock.PendingTimers);
    }

    [Fact]
    public async Task Given_a_message_for_later_when_an_earlier_one_is_sent_then_the_receiver_wakes_for_it()
    {
        await Bus.SendAsync("work", [new BusMessage("late", Clock.GetUtcNow().AddSeconds(30))], None);
        var waiting = bus.WaitAsync("work", None);
        await Bus.SendAsync("work", [new BusMessage("soon", Clock.GetUtcNow().AddSeconds(10))], None);
        await waiting.WaitAsync(Patience);
        Assert.Empty(await ReceiveAsync("work", 1));
        waiting = bus.WaitAsync("work", None);
        Clock.Advance(TimeSpan.FromMilliseconds(10_001));
        await waiting.WaitAsync(Patience);
        Assert.Equal("soon", Assert.Single(await ReceiveAsync("work", 1)).Body);
    }

    [Fact]
    public async Task Given_a_locked_message_when_its_lock_ends_then_the_receiver_wakes()
    {
        await SendAsync("work", "1");
        await ReceiveAsync("work", 1);
        var waiting = bus.WaitAsync("work", None);
        Clock.Advance(LockFor + TimeSpan.FromMilliseconds(1));
        await waiting.WaitAsync(Patience);
        Assert.Single(await ReceiveAsync("work", 1));
    }

    [Fact]
    public async Task Given_dead_letters_when_redriven_then_the_receiver_wakes()
    {
        await SendAsync("work", "1");
        await KillAsync("work", "x");
        var waiting = bus.WaitAsync("work", None);
        await Bus.RedriveDeadLettersAsync("work", 10, 96, None);
        await waiting.WaitAsync(Patience);
        Assert.Single(await ReceiveAsync("work", 1));
    }

    [Fact]
    public async Task Given_a_waiting_receiver_when_cancelled_then_it_ends()
    {
        using var stop = new CancellationTokenSource();
        var waiting = bus.WaitAsync("work", stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(0, Clock.PendingTimers);
    }

    private (SqliteDatabase Database, EmbeddedMessageBus Bus) Open(EmbeddedMessageOptions? options = null)
    {
        var opened = new SqliteDatabase(folder.Path, Clock, NullLogger<SqliteDatabase>.Instance);
        return (opened, new EmbeddedMessageBus(opened, options ?? Options));
    }

    private void Reopen()
    {
        database.Dispose();
        (database, bus) = Open();
    }
}
