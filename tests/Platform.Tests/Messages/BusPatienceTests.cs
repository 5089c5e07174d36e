using SalesPerf.Platform.Messages;
using SalesPerf.TestKit;

namespace SalesPerf.Platform.Tests.Messages;

public sealed class BusPatienceTests
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public async Task Given_a_broker_that_answers_when_asked_then_its_answer_is_returned() =>
        Assert.Equal(7, await AskAsync(_ => Task.FromResult(7)));

    [Fact]
    public async Task Given_a_broker_that_hangs_when_ten_seconds_pass_then_it_is_away()
    {
        var asking = AskAsync(Never);
        clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(asking.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.1));

        await Assert.ThrowsAsync<TimeoutException>(() => asking);
    }

    [Fact]
    public async Task Given_a_failure_that_passes_when_asked_then_the_broker_is_away_and_the_cause_is_kept()
    {
        var failure = await Assert.ThrowsAsync<TimeoutException>(() => AskAsync(_ => throw new IOException("no route")));

        Assert.IsType<IOException>(failure.InnerException);
        Assert.Contains("no route", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_failure_that_stays_when_asked_then_it_is_thrown_as_it_is() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => AskAsync(_ => throw new InvalidOperationException("no such queue")));

    [Fact]
    public async Task Given_a_caller_who_goes_away_when_asked_then_the_cancellation_is_theirs()
    {
        using var gone = new CancellationTokenSource();
        var asking = AskAsync(Never, gone.Token);
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    private static async Task<int> Never(CancellationToken stop)
    {
        await Task.Delay(Timeout.Infinite, stop);
        return 0;
    }

    private Task<int> AskAsync(Func<CancellationToken, Task<int>> asking, CancellationToken cancellationToken = default) =>
        BusPatience.WithinAsync(TimeSpan.FromSeconds(10), clock, asking, failure => failure is IOException, cancellationToken);
}
