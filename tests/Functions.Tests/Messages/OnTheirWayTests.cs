using SalesPerf.Functions.Messages;

namespace SalesPerf.Functions.Tests.Messages;

public sealed class OnTheirWayTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly OnTheirWay<string> nudges = new();
    private readonly List<string> sent = [];

    [Fact]
    public async Task Given_a_nudge_on_its_way_when_another_is_wanted_then_it_is_sent_only_for_what_is_new()
    {
        await nudges.SendAsync(["a", "b"], Now, Now.AddSeconds(5), Send);

        await nudges.SendAsync(["b", "c", "c"], Now.AddSeconds(3), Now.AddSeconds(8), Send);

        Assert.Equal(["a", "b", "c"], sent);
    }

    [Fact]
    public async Task Given_a_nudge_due_within_two_seconds_when_another_is_wanted_then_it_is_sent_again()
    {
        await nudges.SendAsync(["a"], Now, Now.AddSeconds(5), Send);

        await nudges.SendAsync(["a"], Now.AddSeconds(3.5), Now.AddSeconds(8.5), Send);

        Assert.Equal(["a", "a"], sent);
    }

    [Fact]
    public async Task Given_a_clock_that_was_set_back_a_little_when_what_came_sooner_is_wanted_again_then_it_is_sent()
    {
        await nudges.SendAsync(["a"], Now, Now.AddSeconds(5), Send);
        await nudges.SendAsync(["b"], Now.AddSeconds(-3), Now.AddSeconds(2), Send);

        // The first came three seconds sooner, and is not on its way any more.
        await nudges.SendAsync(["a"], Now.AddSeconds(2.5), Now.AddSeconds(7.5), Send);

        Assert.Equal(["a", "b", "a"], sent);
    }

    [Fact]
    public async Task Given_a_nudge_being_sent_when_others_want_it_then_they_wait_until_it_is_durable_and_send_none()
    {
        var durable = new TaskCompletionSource();
        var first = nudges.SendAsync(["a"], Now, Now.AddSeconds(5), async keys =>
        {
            await durable.Task;
            await Send(keys);
        });
        var others = Enumerable.Range(0, 3).Select(_ => nudges.SendAsync(["a"], Now, Now.AddSeconds(5), Send)).ToList();

        Assert.DoesNotContain(others, other => other.IsCompleted);
        durable.SetResult();
        await Task.WhenAll([first, .. others]);

        Assert.Equal(["a"], sent);
    }

    [Fact]
    public async Task Given_a_sending_that_fails_when_others_waited_for_it_then_one_of_them_sends_it()
    {
        var failure = new TaskCompletionSource();
        var first = nudges.SendAsync(["a"], Now, Now.AddSeconds(5), _ => failure.Task);
        var others = Enumerable.Range(0, 3).Select(_ => nudges.SendAsync(["a"], Now, Now.AddSeconds(5), Send)).ToList();

        failure.SetException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => first);
        await Task.WhenAll(others);

        Assert.Equal(["a"], sent);
    }

    [Fact]
    public async Task Given_a_clock_that_was_set_back_when_another_is_wanted_then_it_is_sent_again()
    {
        await nudges.SendAsync(["a"], Now, Now.AddSeconds(5), Send);

        await nudges.SendAsync(["a"], Now.AddHours(-1), Now.AddHours(-1).AddSeconds(5), Send);

        Assert.Equal(["a", "a"], sent);
    }

    private Task Send(IReadOnlyList<string> keys)
    {
        lock (sent)
        {
            sent.AddRange(keys);
        }

        return Task.CompletedTask;
    }
}
