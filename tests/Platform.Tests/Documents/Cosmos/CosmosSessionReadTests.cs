using System.Collections.Concurrent;
using Microsoft.Azure.Cosmos;
using SalesPerf.CosmosLoopback;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Documents.Cosmos;

namespace SalesPerf.Platform.Tests.Documents.Cosmos;

/// <summary>A Strong account, as on Azure, whose replicas lag behind whoever asks for less.</summary>
public sealed class CosmosSessionReadTests(CosmosFixture cosmos) : IClassFixture<CosmosFixture>
{
    private static readonly Document Note = new("p", "a", "note", DateTimeOffset.UnixEpoch, 1, "1"u8.ToArray());

    [Fact]
    public async Task Given_another_process_s_commit_when_read_then_the_store_shows_it_and_session_reads_may_not_yet()
    {
        var container = await cosmos.NewContainerAsync();
        var (writer, other) = (new CosmosDocumentStore(container), new CosmosDocumentStore(cosmos.NewClient().GetContainer("tests", container.Id)));
        await writer.CommitAsync(new DocumentBatch("p").Create(Note), default);

        Assert.Null(await other.SessionReads.ReadAsync("p", "a", default));
        Assert.Empty(await other.SessionReads.ReadManyAsync("p", ["a", "b"], default));
        Assert.Empty((await other.SessionReads.RangeAsync(new RangeQuery("p", "note"), default)).Items);

        Assert.NotNull(await other.ReadAsync("p", "a", default));
        Assert.Single(await other.ReadManyAsync("p", ["a", "b"], default));
        Assert.Single((await other.RangeAsync(new RangeQuery("p", "note"), default)).Items);

        // What it has seen once, it is shown from then on.
        Assert.NotNull(await other.SessionReads.ReadAsync("p", "a", default));
    }

    [Fact]
    public async Task Given_this_process_s_commit_when_read_in_its_session_then_it_is_there()
    {
        var store = new CosmosDocumentStore(await cosmos.NewContainerAsync());
        for (var rev = 1; rev <= 10; rev++)
        {
            Assert.IsType<CommitResult.Committed>(await store.CommitAsync(new DocumentBatch("p").Upsert(Note with { Rev = rev }), default));
            Assert.Equal(rev, (await store.SessionReads.ReadAsync("p", "a", default))?.Rev);
            Assert.Equal(rev, (await store.SessionReads.ReadManyAsync("p", ["a", "b"], default)).Single().Rev);
            Assert.Equal(rev, (await store.SessionReads.RangeAsync(new RangeQuery("p", "note"), default)).Items.Single().Rev);
        }
    }

    [Fact]
    public async Task Given_reads_when_they_arrive_then_only_those_of_the_session_ask_for_less_than_the_account_gives()
    {
        var store = new CosmosDocumentStore(await cosmos.NewContainerAsync());
        var asked = new ConcurrentQueue<ConsistencyLevel?>();
        cosmos.Account.Observe = operation =>
        {
            if (operation.Pk == "p")
            {
                asked.Enqueue(operation.Consistency);
            }
        };
        try
        {
            await ReadAsync(store);
            Assert.Equal(new ConsistencyLevel?[3], asked);
            asked.Clear();
            await ReadAsync(store.SessionReads);
            Assert.Equal([ConsistencyLevel.Session, ConsistencyLevel.Session, ConsistencyLevel.Session], asked);
        }
        finally
        {
            cosmos.Account.Observe = null;
        }
    }

    private static async Task ReadAsync(IDocumentReader reader)
    {
        await reader.ReadAsync("p", "a", default);
        await reader.ReadManyAsync("p", ["a", "b"], default);
        await reader.RangeAsync(new RangeQuery("p", "note"), default);
    }
}
