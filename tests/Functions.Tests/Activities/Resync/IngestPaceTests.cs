using SalesPerf.Functions.Activities.Resync;
using SalesPerf.Functions.Http;
using SalesPerf.Platform.Messages;
using SalesPerf.TestKit.Messages;

namespace SalesPerf.Functions.Tests.Activities.Resync;

/// <summary>How long a part of an export waits for ingestion, on a clock that passes when somebody waits.</summary>
public sealed class IngestPaceTests
{
    private readonly WaitingClock clock = new();

    [Fact]
    public async Task Given_a_queue_that_nobody_empties_when_a_part_waits_again_and_again_then_all_of_it_is_a_hundred_seconds()
    {
        var pace = new IngestPace(new SentMessages(), [new Waiting(() => 20_000)], clock);
        var began = pace.Begin();
        clock.Pass(TimeSpan.FromSeconds(90));

        var problem = await Assert.ThrowsAsync<ProblemException>(() => pace.WaitAsync(began, default));

        Assert.Equal(503, problem.Problem.Status);
        Assert.InRange(clock.Passed.TotalSeconds, 100, 101);
        Assert.Throws<ProblemException>(() => pace.Check(began));
        pace.Check(pace.Begin());
    }

    [Fact]
    public async Task Given_a_queue_that_empties_when_a_part_waits_then_it_goes_on_as_soon_as_there_is_room()
    {
        var pace = new IngestPace(new SentMessages(), [new Waiting(() => 20_000 - (long)(clock.Passed.TotalSeconds * 2_000))], clock);

        await pace.WaitAsync(pace.Begin(), default);

        // 10,000 wait after five seconds.
        Assert.InRange(clock.Passed.TotalSeconds, 5, 5.1);
    }

    [Fact]
    public async Task Given_what_came_before_that_is_never_stored_when_a_part_begins_then_it_is_refused_for_now_after_ten_seconds()
    {
        var pace = new IngestPace(new StuckBus(), [], clock);

        var problem = await Assert.ThrowsAsync<ProblemException>(() => pace.SettleAsync(default));

        Assert.Equal((503, "2"), (problem.Problem.Status, problem.Problem.Header?.Value));
        Assert.InRange(clock.Passed.TotalSeconds, 10, 11);
    }

    private sealed class Waiting(Func<long> ready) : IQueueStatistics
    {
        public Task<IReadOnlyList<QueueStatistics>> StatisticsAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<QueueStatistics>>([new(Queues.IngestActivities, ready(), 0, 0, 0, null), new(Queues.ApplyDeal, 50_000, 0, 0, 0, null)]);
    }

    /// <summary>Time passes as far as somebody waits, at once.</summary>
    private sealed class WaitingClock : TimeProvider
    {
        private long ticks;

        public TimeSpan Passed => TimeSpan.FromTicks(ticks);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time) => ticks += time.Ticks;

        public override long GetTimestamp() => ticks;

        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero).AddTicks(ticks);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Pass(dueTime);
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }

    private sealed class StuckBus : IMessageBus
    {
        public Task SendAsync(string queueOrTopic, IReadOnlyCollection<BusMessage> messages, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<IReadOnlyList<DeadLetter>> PeekDeadLettersAsync(string queue, int max, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<DeadLetter>>([]);

        public Task<int> RedriveDeadLettersAsync(string queue, int max, int maxRedrives, CancellationToken cancellationToken) => Task.FromResult(0);

        public Task<int> ReplaceDeadLettersAsync(string queue, Func<DeadLetter, string?> replace, CancellationToken cancellationToken) => Task.FromResult(0);

        public Task<bool> IsWaitingSinceAsync(string queue, DateTimeOffset since, CancellationToken cancellationToken) => Task.FromResult(queue == Queues.IngestActivities);
    }
}
