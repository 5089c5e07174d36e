using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.TestKit;
using SalesPerf.TestKit.Documents;
using SalesPerf.TestKit.Messages;

namespace SalesPerf.Functions.Tests.Storage;

public sealed class CommandTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly MemoryDocuments store = new();
    private readonly SentMessages bus = new();
    private readonly FakeTimeProvider clock = new(Now);
    private readonly List<string> steps = [];
    private readonly Command command;

    public CommandTests()
    {
        command = new Command(store, bus, clock);
        bus.BeforeSend = (queue, messages) => steps.Add($"send {queue} {messages.Count} {(messages.First().NotBefore - Now)?.TotalSeconds}");
        store.BeforeCommit = _ =>
        {
            steps.Add("commit");
            return Task.CompletedTask;
        };
    }

    private static DocumentBatch Batch => new DocumentBatch("p").Create(new Document("p", "d", "k", Now, 1, "{}"u8.ToArray()));

    [Fact]
    public async Task Given_a_command_when_committed_then_nudges_frame_the_commit()
    {
        var result = await command.CommitWithNudgesAsync(
            Batch,
            [FollowOn.Forecast("ann"), FollowOn.Evaluate("ann", []), FollowOn.Forecast("ben"), FollowOn.Forecast("ann")],
            () => steps.Add("forget"),
            default);

        Assert.IsType<CommitResult.Committed>(result);
        Assert.Equal(
            ["send forecast-commissions 2 60", "send evaluate-competencies 1 60", "commit", "forget", "send forecast-commissions 2 ", "send evaluate-competencies 1 "],
            steps);
    }

    [Fact]
    public async Task Given_a_refused_commit_when_sent_again_then_nothing_follows_at_once()
    {
        await command.CommitWithNudgesAsync(Batch, [FollowOn.Forecast("ann")], null, default);
        steps.Clear();
        var again = await command.CommitWithNudgesAsync(Batch, [FollowOn.Forecast("ann")], () => steps.Add("forget"), default);

        Assert.IsType<CommitResult.Refused>(again);
        Assert.Equal(["send forecast-commissions 1 60", "commit"], steps);
    }

    [Fact]
    public async Task Given_a_commit_whose_answer_is_lost_when_it_was_applied_then_what_is_cached_is_dropped_and_the_caller_is_told()
    {
        store.AfterCommit = _ => throw new TimeoutException("no answer");
        await Assert.ThrowsAsync<TimeoutException>(() => command.CommitWithNudgesAsync(Batch, [FollowOn.Forecast("ann")], () => steps.Add("forget"), default));

        Assert.Single(store.All);
        Assert.Equal(["send forecast-commissions 1 60", "commit", "forget"], steps);
    }

    [Fact]
    public async Task Given_a_bus_that_fails_when_sent_first_then_nothing_is_committed()
    {
        bus.BeforeSend = (_, _) => throw new IOException("no bus");

        await Assert.ThrowsAsync<IOException>(() => command.CommitWithNudgesAsync(Batch, [FollowOn.Forecast("ann")], null, default));
        Assert.Empty(store.All);
    }

    [Fact]
    public async Task Given_a_store_that_hangs_when_ten_seconds_pass_then_the_outcome_is_unknown()
    {
        var slow = new SlowStore();
        var running = new Command(slow, bus, clock).CommitWithNudgesAsync(Batch, [], null, default);
        clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(running.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<TimeoutException>(() => running);
    }

    [Fact]
    public async Task Given_a_caller_who_goes_away_when_committing_then_the_cancellation_is_theirs()
    {
        using var caller = new CancellationTokenSource();
        var running = new Command(new SlowStore(), bus, clock).CommitWithNudgesAsync(Batch, [], null, caller.Token);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private sealed class SlowStore : IDocumentStore
    {
        public Task<Document?> ReadAsync(string pk, string id, CancellationToken cancellationToken) => Task.FromResult<Document?>(null);

        public Task<IReadOnlyList<Document>> ReadManyAsync(string pk, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<Document>>([]);

        public Task<DocumentPage> RangeAsync(RangeQuery query, CancellationToken cancellationToken) => Task.FromResult(new DocumentPage([], null));

        public async Task<CommitResult> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return new CommitResult.Committed([]);
        }
    }
}
