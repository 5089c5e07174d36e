using SalesPerf.Functions.Storage;
using SalesPerf.TestKit;

namespace SalesPerf.Functions.Tests.Storage;

public sealed class TurnsTests
{
    private readonly FakeTimeProvider clock = new(new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Given_calls_of_one_name_when_they_come_at_once_then_they_go_one_after_another()
    {
        var turns = new Turns(clock);
        var (first, second) = (new TaskCompletionSource<int>(), new TaskCompletionSource<int>());
        var begun = new List<int>();
        var one = turns.RunAsync("ann", () => Begin(1, first), default);
        var two = turns.RunAsync("ann", () => Begin(2, second), default);
        var three = turns.RunAsync("ann", () => Begin(3, second), default);
        var other = turns.RunAsync("ben", () => Begin(4, second), default);
        Assert.Equal([1, 4], begun);

        first.SetException(new TimeoutException("lost"));
        await Assert.ThrowsAsync<TimeoutException>(() => one);
        second.SetResult(7);
        var answers = await Task.WhenAll(two, three, other);
        Assert.Equal([7, 7, 7], answers);
        Assert.Equal([1, 4, 2, 3], begun);
        Assert.Equal(8, await turns.RunAsync("ann", () => Task.FromResult(8), default));

        Task<int> Begin(int number, TaskCompletionSource<int> until)
        {
            begun.Add(number);
            return until.Task;
        }
    }

    [Fact]
    public async Task Given_a_call_that_is_held_up_when_a_delivery_would_have_tried_long_enough_then_the_next_goes_on()
    {
        var turns = new Turns(clock);
        var never = new TaskCompletionSource<int>();
        var one = turns.RunAsync("ann", () => never.Task, default);
        var two = turns.RunAsync("ann", () => Task.FromResult(2), default);
        Assert.False(two.IsCompleted);

        clock.Advance(Attempts.Limit);
        Assert.Equal(2, await two);
        Assert.False(one.IsCompleted);
    }

    [Fact]
    public async Task Given_a_call_that_is_given_up_while_it_waits_then_the_next_waits_for_the_first_no_more()
    {
        var turns = new Turns(clock);
        var first = new TaskCompletionSource<int>();
        using var given = new CancellationTokenSource();
        var one = turns.RunAsync("ann", () => first.Task, default);
        var two = turns.RunAsync("ann", () => Task.FromResult(2), given.Token);
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => two);

        Assert.Equal(3, await turns.RunAsync("ann", () => Task.FromResult(3), default));
        first.SetResult(1);
        Assert.Equal(1, await one);
    }
}
