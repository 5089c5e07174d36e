using System.Globalization;
using SalesPerf.CosmosLoopback;
using SalesPerf.CosmosLoopback.Faults;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Documents.Cosmos;

namespace SalesPerf.Platform.Tests.Documents.Cosmos;

/// <summary>A service that is busy, away, or loses what it said.</summary>
public sealed class CosmosFaultTests(CosmosFixture cosmos) : IClassFixture<CosmosFixture>, IAsyncLifetime
{
    private CosmosDocumentStore? store;
    private CosmosDocumentStore? hasty;

    private CosmosDocumentStore Store => store ?? throw new InvalidOperationException("Not started.");

    /// <summary>The same documents, given up after half a second.</summary>
    private CosmosDocumentStore Hasty => hasty ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync()
    {
        var container = await cosmos.NewContainerAsync();
        store = new CosmosDocumentStore(container);
        hasty = new CosmosDocumentStore(container, TimeSpan.FromSeconds(0.5));
    }

    public Task DisposeAsync()
    {
        cosmos.Account.Faults.Clear();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(429)]
    [InlineData(449)]
    public async Task Given_a_service_that_asks_for_patience_a_few_times_when_asked_then_everything_is_done(int status)
    {
        Meet(new LoopbackFault { Kind = FaultKind.Answer, Status = status, RetryAfter = TimeSpan.FromMilliseconds(1), Times = 3 });
        Assert.IsType<CommitResult.Committed>(await CommitAsync("a"));

        Meet(new LoopbackFault { Kind = FaultKind.Answer, Status = 429, RetryAfter = TimeSpan.FromMilliseconds(1), Times = 3 });
        Assert.NotNull(await Store.ReadAsync("p", "a", default));

        Meet(new LoopbackFault { Kind = FaultKind.Answer, Status = 429, RetryAfter = TimeSpan.FromMilliseconds(1), Times = 3 });
        Assert.Single(await Store.ReadManyAsync("p", ["a", "b"], default));

        Meet(new LoopbackFault { Kind = FaultKind.Answer, Status = 429, RetryAfter = TimeSpan.FromMilliseconds(1), Times = 3 });
        Assert.Single((await Store.RangeAsync(new RangeQuery("p", "note"), default)).Items);
        Assert.Equal(0, cosmos.Account.Faults.Waiting);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(408)]
    [InlineData(500)]
    public async Task Given_a_service_that_stays_away_when_asked_then_it_is_unavailable_and_nothing_was_done(int status)
    {
        Meet(new LoopbackFault { Kind = FaultKind.Answer, Status = status, RetryAfter = TimeSpan.FromMilliseconds(1), Times = 10_000 });
        await Assert.ThrowsAsync<TimeoutException>(() => Hasty.CommitAsync(new DocumentBatch("p").Create(Note("a")), default));
        await Assert.ThrowsAsync<TimeoutException>(() => Hasty.ReadAsync("p", "a", default));
        await Assert.ThrowsAsync<TimeoutException>(() => Hasty.ReadManyAsync("p", ["a", "b"], default));
        await Assert.ThrowsAsync<TimeoutException>(() => Hasty.RangeAsync(new RangeQuery("p", "note"), default));

        cosmos.Account.Faults.Clear();
        Assert.Null(await Store.ReadAsync("p", "a", default));
        Assert.IsType<CommitResult.Committed>(await CommitAsync("a"));
    }

    [Fact]
    public async Task Given_a_lost_response_after_a_commit_when_sent_again_then_the_first_is_found_to_have_been_applied()
    {
        Meet(new LoopbackFault { Kind = FaultKind.LoseResponse });
        await Assert.ThrowsAsync<TimeoutException>(() => CommitAsync("a"));
        var stored = await Store.ReadAsync("p", "a", default);
        Assert.NotNull(stored);
        Assert.Equal(new CommitResult.Refused(0, Refusal.Conflict), await CommitAsync("a"));

        // A replacement: its own ETag is stale afterwards, and the rev rose once.
        Meet(new LoopbackFault { Kind = FaultKind.LoseResponse });
        var replacement = new DocumentBatch("p").Replace(stored, Note("a"));
        await Assert.ThrowsAsync<TimeoutException>(() => Store.CommitAsync(replacement, default));
        Assert.Equal(new CommitResult.Refused(0, Refusal.Stale), await Store.CommitAsync(replacement, default));
        Assert.Equal(2, (await Store.ReadAsync("p", "a", default))!.Rev);
    }

    [Fact]
    public async Task Given_a_request_that_was_lost_when_committed_then_the_outcome_is_unknown_to_the_caller_and_nothing_was_done()
    {
        Meet(new LoopbackFault { Kind = FaultKind.LoseRequest });
        await Assert.ThrowsAsync<TimeoutException>(() => CommitAsync("a"));
        Assert.Null(await Store.ReadAsync("p", "a", default));
    }

    [Fact]
    public async Task Given_answers_that_never_come_when_committed_then_it_is_given_up_at_the_limit()
    {
        Meet(new LoopbackFault { Kind = FaultKind.HangAfter });
        await Assert.ThrowsAsync<TimeoutException>(() => Hasty.CommitAsync(new DocumentBatch("p").Create(Note("a")), default));
        Assert.NotNull(await Store.ReadAsync("p", "a", default));
    }

    [Fact]
    public async Task Given_answers_to_reads_that_are_lost_when_read_then_the_sdk_asks_again()
    {
        await CommitAsync("a");
        Meet(new LoopbackFault { Kind = FaultKind.LoseResponse });
        Assert.NotNull(await Store.ReadAsync("p", "a", default));
        Meet(new LoopbackFault { Kind = FaultKind.LoseResponse });
        Assert.Single((await Store.RangeAsync(new RangeQuery("p", "note"), default)).Items);
    }

    [Fact]
    public async Task Given_an_expired_document_that_nothing_has_removed_when_created_again_then_the_conflict_passes_once_it_is_gone()
    {
        await Store.CommitAsync(new DocumentBatch("p").Create(Note("a") with { TimeToLive = 5 }), default);
        cosmos.Clock.Advance(TimeSpan.FromSeconds(5));
        Meet(new LoopbackFault { Kind = FaultKind.Refuse, Status = 409, Times = 2 });
        Assert.IsType<CommitResult.Committed>(await CommitAsync("a"));
    }

    [Fact]
    public async Task Given_a_key_that_the_service_does_not_know_when_asked_then_it_is_a_failure_and_no_passing_one()
    {
        Meet(new LoopbackFault { Kind = FaultKind.Answer, Status = 401 });
        var failure = await Assert.ThrowsAsync<Microsoft.Azure.Cosmos.CosmosException>(() => CommitAsync("a"));
        Assert.Equal(401, (int)failure.StatusCode);
    }

    private void Meet(LoopbackFault fault) => cosmos.Account.Faults.Add(fault);

    private Task<CommitResult> CommitAsync(string id) => Store.CommitAsync(new DocumentBatch("p").Create(Note(id)), default);

    private static Document Note(string id) =>
        new("p", id, "note", DateTimeOffset.Parse("2026-11-18T12:00:00Z", CultureInfo.InvariantCulture), 1, "{}"u8.ToArray());
}
