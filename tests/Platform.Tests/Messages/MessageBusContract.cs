using SalesPerf.Platform.Messages;
using SalesPerf.Platform.Messages.Embedded;
using SalesPerf.TestKit;

namespace SalesPerf.Platform.Tests.Messages;

/// <summary>What every engine behind <see cref="IMessageBus"/> must do. An engine's test class says how its messages are received.</summary>
public abstract class MessageBusContract
{
    protected static readonly TimeSpan LockFor = TimeSpan.FromMinutes(1);

    protected abstract FakeTimeProvider Clock { get; }

    /// <summary>Has the queues <c>work</c> and <c>other</c>, the topic <c>news</c> with <c>mail</c> and <c>wall</c>, and the topic <c>unread</c> with nobody; three deliveries at most.</summary>
    protected abstract IMessageBus Bus { get; }

    protected static CancellationToken None => CancellationToken.None;

    protected abstract Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(string queue, int max = 250);

    protected abstract Task<IReadOnlyList<ReceivedMessage>> CompleteAsync(params ReceivedMessage[] messages);

    protected abstract Task<IReadOnlyList<ReceivedMessage>> AbandonAsync(string reason, params ReceivedMessage[] messages);

    protected Task SendAsync(string queue, params string[] bodies) => Bus.SendAsync(queue, [.. bodies.Select(body => new BusMessage(body))], None);

    /// <summary>Fails every delivery of what is in the queue until it is dead.</summary>
    protected async Task KillAsync(string queue, string reason)
    {
        for (var delivery = 1; delivery <= 3; delivery++)
        {
            Clock.Advance(TimeSpan.FromHours(1));
            await AbandonAsync(reason, [.. await ReceiveAsync(queue)]);
        }
    }

    [Fact]
    public async Task Given_messages_when_received_and_completed_then_each_came_once_as_sent()
    {
        await SendAsync("work", "1", "{\"é\":\"😀'\\u0000\"}", "\"" + new string('x', (32 * 1024) - 2) + "\"");
        var received = await ReceiveAsync("work");
        Assert.Equal(3, received.Count);
        Assert.All(received, message => Assert.Equal((1, 0, Clock.GetUtcNow()), (message.DeliveryCount, message.Redrives, message.EnqueuedAt)));
        Assert.Contains(received, message => message.Body == "{\"é\":\"😀'\\u0000\"}");
        Assert.Empty(await ReceiveAsync("work"));
        Assert.Empty(await CompleteAsync([.. received]));
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await ReceiveAsync("work"));
    }

    [Fact]
    public async Task Given_two_queues_when_one_is_received_then_the_other_keeps_its_messages()
    {
        await SendAsync("work", "1");
        await SendAsync("other", "2");
        Assert.Equal("1", Assert.Single(await ReceiveAsync("work")).Body);
        Assert.Equal("2", Assert.Single(await ReceiveAsync("other")).Body);
    }

    [Fact]
    public async Task Given_a_time_to_wait_for_when_received_before_then_it_does_not_come()
    {
        await Bus.SendAsync("work", [new BusMessage("later", Clock.GetUtcNow().AddSeconds(60)), new BusMessage("past", Clock.GetUtcNow().AddDays(-1))], None);
        Assert.Equal("past", Assert.Single(await ReceiveAsync("work")).Body);
        Clock.Advance(TimeSpan.FromMilliseconds(59_999));
        Assert.Empty(await ReceiveAsync("work"));
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Contains("later", (await ReceiveAsync("work")).Select(message => message.Body));
    }

    [Fact]
    public async Task Given_a_message_too_large_or_unsayable_when_sent_then_nothing_of_the_send_is_stored()
    {
        foreach (var bad in new[] { new string('x', (32 * 1024) + 1), new string('é', (16 * 1024) + 1), string.Empty, "\ud800" })
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(() => SendAsync("work", "good", bad));
        }

        Assert.Empty(await ReceiveAsync("work"));
    }

    [Fact]
    public async Task Given_names_that_nobody_knows_when_used_then_they_are_errors_of_the_caller()
    {
        foreach (var name in new[] { "wrok", "Work", string.Empty, "news/nobody" })
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(() => SendAsync(name, "1"));
            await Assert.ThrowsAnyAsync<ArgumentException>(() => Bus.PeekDeadLettersAsync(name, 1, None));
            await Assert.ThrowsAnyAsync<ArgumentException>(() => Bus.RedriveDeadLettersAsync(name, 1, 1, None));
        }

        await Assert.ThrowsAnyAsync<ArgumentException>(() => SendAsync("news/mail", "1"));
    }

    [Fact]
    public async Task Given_a_topic_when_sent_to_then_each_subscription_gets_its_own_and_nobody_is_fine_too()
    {
        await SendAsync("news", "1", "2");
        await SendAsync("unread", "3");
        var mail = await ReceiveAsync("news/mail");
        Assert.Equal(["1", "2"], mail.Select(message => message.Body).Order(StringComparer.Ordinal));
        await CompleteAsync([.. mail]);
        Assert.Equal(2, (await ReceiveAsync("news/wall")).Count);
    }

    [Fact]
    public async Task Given_a_lock_that_ran_out_when_received_again_then_the_count_is_raised_and_the_first_receiver_lost_it()
    {
        await SendAsync("work", "1");
        var first = Assert.Single(await ReceiveAsync("work"));
        Clock.Advance(LockFor - TimeSpan.FromTicks(1));
        Assert.Empty(await ReceiveAsync("work"));
        Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal([first], await CompleteAsync(first));

        var second = Assert.Single(await ReceiveAsync("work"));
        Assert.Equal((2, "1"), (second.DeliveryCount, second.Body));
        Assert.Equal([first], await CompleteAsync(first));
        Assert.Equal([first], await AbandonAsync("late", first));
        Assert.Empty(await CompleteAsync(second));
        Assert.Equal([second], await CompleteAsync(second));
    }

    [Fact]
    public async Task Given_a_failed_delivery_when_time_passes_then_it_comes_after_a_pause_that_grows()
    {
        await SendAsync("work", "1");
        var message = Assert.Single(await ReceiveAsync("work"));
        Assert.Empty(await AbandonAsync("no", message));
        Clock.Advance(TimeSpan.FromSeconds(0.5) - TimeSpan.FromTicks(1));
        Assert.Empty(await ReceiveAsync("work"));
        Clock.Advance(TimeSpan.FromSeconds(0.5) + TimeSpan.FromTicks(1));
        message = Assert.Single(await ReceiveAsync("work"));
        Assert.Equal(2, message.DeliveryCount);

        await AbandonAsync("no", message);
        Clock.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));
        Assert.Empty(await ReceiveAsync("work"));
        Clock.Advance(TimeSpan.FromSeconds(1) + TimeSpan.FromTicks(1));
        Assert.Equal(3, Assert.Single(await ReceiveAsync("work")).DeliveryCount);
    }

    [Fact]
    public async Task Given_deliveries_used_up_by_failures_when_peeked_then_the_dead_letter_has_the_last_reason()
    {
        var sent = Clock.GetUtcNow();
        await SendAsync("work", "1");
        await KillAsync("work", "because");
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await ReceiveAsync("work"));
        var letter = Assert.Single(await Bus.PeekDeadLettersAsync("work", 10, None));
        Assert.Equal(("1", "because", 3, 0, sent), (letter.Body, letter.Reason, letter.DeliveryCount, letter.Redrives, letter.EnqueuedAt));
        Assert.Equal(letter, Assert.Single(await Bus.PeekDeadLettersAsync("work", 10, None)));
        Assert.Empty(await Bus.PeekDeadLettersAsync("other", 10, None));
    }

    [Fact]
    public async Task Given_deliveries_used_up_by_silence_when_due_again_then_it_is_a_dead_letter()
    {
        await SendAsync("work", "1");
        for (var delivery = 1; delivery <= 3; delivery++)
        {
            Assert.Equal(delivery, Assert.Single(await ReceiveAsync("work")).DeliveryCount);
            Clock.Advance(LockFor);
        }

        Assert.Empty(await ReceiveAsync("work"));
        var letter = Assert.Single(await Bus.PeekDeadLettersAsync("work", 1, None));
        Assert.Equal(3, letter.DeliveryCount);
        Assert.NotEmpty(letter.Reason);
    }

    [Fact]
    public async Task Given_dead_letters_when_redriven_then_they_come_again_counted_until_the_limit()
    {
        await SendAsync("work", "1", "2", "3");
        await KillAsync("work", "x");
        Assert.Equal(2, (await Bus.PeekDeadLettersAsync("work", 2, None)).Count);
        Assert.Equal(2, await Bus.RedriveDeadLettersAsync("work", 2, 1, None));
        var again = await ReceiveAsync("work");
        Assert.Equal(2, again.Count);
        Assert.All(again, message => Assert.Equal((1, 1), (message.DeliveryCount, message.Redrives)));
        Assert.Single(await Bus.PeekDeadLettersAsync("work", 250, None));
        await AbandonAsync("y", [.. again]);
        await KillAsync("work", "y");

        // The two that were redriven once stay; the third goes.
        Assert.Equal(3, (await Bus.PeekDeadLettersAsync("work", 250, None)).Count);
        Assert.Equal(1, await Bus.RedriveDeadLettersAsync("work", 250, 1, None));
        Assert.Equal(0, await Bus.RedriveDeadLettersAsync("work", 250, 1, None));
        Assert.Equal([1, 1], (await Bus.PeekDeadLettersAsync("work", 250, None)).Select(letter => letter.Redrives));
    }

    [Fact]
    public async Task Given_dead_letters_when_some_are_replaced_then_they_alone_come_again_under_their_new_body()
    {
        await SendAsync("work", [.. Enumerable.Range(1, 150).Select(number => $"{number}")]);
        await KillAsync("work", "x");
        await SendAsync("work", [.. Enumerable.Range(151, 150).Select(number => $"{number}")]);
        await KillAsync("work", "x");

        Assert.Equal(2, await Bus.ReplaceDeadLettersAsync("work", letter => letter.Body is "1" or "300" && letter.Reason == "x" ? letter.Body + " anew" : null, None));
        Assert.Equal(0, await Bus.ReplaceDeadLettersAsync("other", letter => letter.Body, None));

        Assert.Equal(["1 anew", "300 anew"], (await ReceiveAsync("work")).Select(message => message.Body).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(await Bus.PeekDeadLettersAsync("work", 250, None), letter => letter.Body == "1");
        Assert.Equal(0, await Bus.ReplaceDeadLettersAsync("work", letter => letter.Body == "1" ? "" : null, None));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Bus.ReplaceDeadLettersAsync("work", _ => "", None));
    }

    [Fact]
    public async Task Given_messages_that_wait_when_asked_for_those_since_a_time_then_the_oldest_counts_until_it_is_through()
    {
        var sent = Clock.GetUtcNow();
        Assert.False(await Bus.IsWaitingSinceAsync("work", DateTimeOffset.MaxValue, None));
        await SendAsync("work", "1");
        Clock.Advance(TimeSpan.FromSeconds(1));
        await SendAsync("work", "2");

        Assert.True(await Bus.IsWaitingSinceAsync("work", sent, None));
        Assert.False(await Bus.IsWaitingSinceAsync("work", sent.AddTicks(-1), None));
        Assert.False(await Bus.IsWaitingSinceAsync("other", DateTimeOffset.MaxValue, None));
        await KillAsync("work", "x");
        Assert.False(await Bus.IsWaitingSinceAsync("work", DateTimeOffset.MaxValue, None));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(251)]
    public async Task Given_a_peek_out_of_bounds_when_asked_then_it_is_an_error(int max) =>
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Bus.PeekDeadLettersAsync("work", max, None));

    [Fact]
    public async Task Given_many_senders_and_receivers_when_all_is_done_then_nothing_is_lost_and_nothing_came_twice()
    {
        const int Senders = 8, Sends = 25, Each = 10;
        var sending = Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
        {
            for (var send = 0; send < Sends; send++)
            {
                await SendAsync("work", [.. Enumerable.Range(0, Each).Select(index => $"\"{sender}-{send}-{index}\"")]);
            }
        })).ToArray();
        var received = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (received.Count < Senders * Sends * Each)
            {
                var messages = await ReceiveAsync("work", 50);
                Assert.Empty(await CompleteAsync([.. messages]));
                foreach (var message in messages)
                {
                    received.Add(message.Body);
                }

                Assert.DoesNotContain(sending, task => task.IsFaulted);
            }
        })));
        await Task.WhenAll(sending);
        Assert.Equal(Senders * Sends * Each, received.Distinct().Count());
        Assert.Equal(Senders * Sends * Each, received.Count);
    }
}
