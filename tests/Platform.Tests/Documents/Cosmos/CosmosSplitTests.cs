using SalesPerf.CosmosLoopback;
using SalesPerf.CosmosLoopback.Faults;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Documents.Cosmos;

namespace SalesPerf.Platform.Tests.Documents.Cosmos;

/// <summary>Physical partitions: which one a document is in is the service's business, and it changes.</summary>
public sealed class CosmosSplitTests(SplitCosmosContractTests.Fixture cosmos) : IClassFixture<SplitCosmosContractTests.Fixture>
{
    private static readonly string[] Pks = [.. Enumerable.Range(0, 40).Select(index => $"rep~{index}")];

    [Fact]
    public async Task Given_documents_in_every_physical_partition_when_split_between_pages_then_ranges_and_reads_find_them_all()
    {
        var container = await cosmos.NewContainerAsync();
        var store = new CosmosDocumentStore(container);
        foreach (var pk in Pks)
        {
            Assert.IsType<CommitResult.Committed>(await store.CommitAsync(Notes(pk, 12), default));
        }

        foreach (var pk in Pks)
        {
            if (pk is "rep~10" or "rep~20")
            {
                cosmos.Account.Split("tests", container.Id);
            }

            var first = await store.RangeAsync(new RangeQuery(pk, "note", Size: 5), default);
            if (pk is "rep~25")
            {
                cosmos.Account.Split("tests", container.Id);
            }

            var rest = await store.SessionReads.RangeAsync(new RangeQuery(pk, "note", Size: 50, Continuation: first.Continuation), default);
            Assert.Equal(Enumerable.Range(10, 12).Select(index => $"n{index}"), first.Items.Concat(rest.Items).Select(document => document.Id));
            Assert.Equal(2, (await store.ReadManyAsync(pk, ["n11", "n20", "absent"], default)).Count);
            Assert.NotNull(await store.ReadAsync(pk, "n21", default));
        }
    }

    [Fact]
    public async Task Given_a_range_that_is_gone_when_the_service_says_so_again_and_again_then_it_is_unavailable_and_later_all_is_there()
    {
        var store = new CosmosDocumentStore(await cosmos.NewContainerAsync(), TimeSpan.FromSeconds(2));
        await store.CommitAsync(Notes("p", 3), default);
        cosmos.Account.Faults.Add(new LoopbackFault { Kind = FaultKind.Answer, Status = 410, SubStatus = 1002, Times = 10_000, When = operation => operation.Kind == OperationKind.Query });
        await Assert.ThrowsAsync<TimeoutException>(() => store.RangeAsync(new RangeQuery("p", "note"), default));

        cosmos.Account.Faults.Clear();
        Assert.Equal(3, (await store.RangeAsync(new RangeQuery("p", "note"), default)).Items.Count);
    }

    private static DocumentBatch Notes(string pk, int count)
    {
        var batch = new DocumentBatch(pk);
        for (var index = 10; index < 10 + count; index++)
        {
            batch.Create(new Document(pk, $"n{index}", "note", DateTimeOffset.UnixEpoch, 1, "{}"u8.ToArray()));
        }

        return batch;
    }
}
