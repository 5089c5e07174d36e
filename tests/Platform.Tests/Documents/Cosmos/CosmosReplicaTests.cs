using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Documents.Cosmos;

namespace SalesPerf.Platform.Tests.Documents.Cosmos;

/// <summary>Another session than the writer's, on an account whose replicas lag.</summary>
public sealed class CosmosReplicaTests(LaggingCosmosFixture cosmos) : IClassFixture<LaggingCosmosFixture>
{
    private static readonly Document Note = new("p", "a", "note", new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), 1, "1"u8.ToArray());

    [Fact]
    public async Task Given_a_reader_of_another_session_when_reading_then_it_may_see_the_past_and_the_writer_never_does()
    {
        var (writer, other) = await SessionsAsync();
        await writer.CommitAsync(new DocumentBatch("p").Create(Note), default);

        Assert.NotNull(await writer.ReadAsync("p", "a", default));
        Assert.Null(await other.ReadAsync("p", "a", default));
        Assert.Empty(await other.ReadManyAsync("p", ["a", "b"], default));
        Assert.Empty((await other.RangeAsync(new RangeQuery("p", "note"), default)).Items);
        await CatchUpAsync(writer);
        Assert.NotNull(await other.ReadAsync("p", "a", default));
        Assert.Single(await other.ReadManyAsync("p", ["a", "b"], default));
    }

    [Fact]
    public async Task Given_what_a_replica_does_not_have_yet_when_created_then_it_is_a_conflict_and_then_seen()
    {
        var (writer, other) = await SessionsAsync();
        await writer.CommitAsync(new DocumentBatch("p").Create(Note), default);

        Assert.Null(await other.ReadAsync("p", "a", default));
        Assert.Equal(new CommitResult.Refused(0, Refusal.Conflict), await other.CommitAsync(new DocumentBatch("p").Create(Note), default));

        // The refusal belongs to the session: whoever was told that a document is there finds it.
        Assert.NotNull(await other.ReadAsync("p", "a", default));
    }

    [Fact]
    public async Task Given_an_old_version_from_a_replica_when_replaced_then_it_is_stale_and_the_next_reading_is_the_current()
    {
        var (writer, other) = await SessionsAsync();
        await writer.CommitAsync(new DocumentBatch("p").Create(Note), default);
        await CatchUpAsync(writer);
        var first = (await writer.ReadAsync("p", "a", default))!;
        await writer.CommitAsync(new DocumentBatch("p").Replace(first, Note with { Body = "2"u8.ToArray() }), default);

        var old = (await other.ReadAsync("p", "a", default))!;
        Assert.Equal(1, old.Rev);
        Assert.Equal(new CommitResult.Refused(0, Refusal.Stale), await other.CommitAsync(new DocumentBatch("p").Replace(old, Note), default));
        var current = (await other.ReadAsync("p", "a", default))!;
        Assert.Equal((2, "2"), (current.Rev, System.Text.Encoding.UTF8.GetString(current.Body.Span)));
        Assert.IsType<CommitResult.Committed>(await other.CommitAsync(new DocumentBatch("p").Replace(current, Note), default));
    }

    private async Task<(CosmosDocumentStore Writer, CosmosDocumentStore Other)> SessionsAsync()
    {
        var container = await cosmos.NewContainerAsync();
        return (new(container), new(cosmos.NewClient().GetContainer("tests", container.Id)));
    }

    // Commits elsewhere, until every replica has what came before them.
    private async Task CatchUpAsync(CosmosDocumentStore writer)
    {
        for (var index = 0; index < cosmos.Account.ReplicaLag; index++)
        {
            await writer.CommitAsync(new DocumentBatch("elsewhere").Upsert(Note with { Pk = "elsewhere" }), default);
        }
    }
}
