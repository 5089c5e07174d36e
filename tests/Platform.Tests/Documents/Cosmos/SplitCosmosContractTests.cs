using Microsoft.Azure.Cosmos;
using SalesPerf.CosmosLoopback;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Documents.Cosmos;
using SalesPerf.TestKit;

namespace SalesPerf.Platform.Tests.Documents.Cosmos;

/// <summary>The contract on a container of several physical partitions that are split again and again under it.</summary>
public sealed class SplitCosmosContractTests(SplitCosmosContractTests.Fixture cosmos) : DocumentStoreContract, IClassFixture<SplitCosmosContractTests.Fixture>, IAsyncLifetime
{
    private IDocumentStore? store;

    protected override FakeTimeProvider Clock => cosmos.Clock;

    protected override IDocumentStore Store => store ?? throw new InvalidOperationException("Not started.");

    protected override bool PagesAreSnapshots => false;

    public async Task InitializeAsync()
    {
        var container = await cosmos.NewContainerAsync();
        store = new Splitting(new CosmosDocumentStore(container), () => cosmos.Account.Split("tests", container.Id));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Three partitions, early ends of pages, and replicas that lag behind whoever did not write.</summary>
    public sealed class Fixture : CosmosFixture
    {
        protected override LoopbackOptions Options => new() { PhysicalPartitions = 3, Consistency = ConsistencyLevel.Session, ReplicaLag = 5, MaxPageItems = 7 };
    }

    /// <summary>Splits before the 2nd, 4th, 8th and 16th operation: the client has by then seen the partitions that are gone.</summary>
    private sealed class Splitting(IDocumentStore inner, Action split) : IDocumentStore
    {
        private int operations;

        public Task<Document?> ReadAsync(string pk, string id, CancellationToken cancellationToken)
        {
            Count();
            return inner.ReadAsync(pk, id, cancellationToken);
        }

        public Task<IReadOnlyList<Document>> ReadManyAsync(string pk, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
        {
            Count();
            return inner.ReadManyAsync(pk, ids, cancellationToken);
        }

        public Task<DocumentPage> RangeAsync(RangeQuery query, CancellationToken cancellationToken)
        {
            Count();
            return inner.RangeAsync(query, cancellationToken);
        }

        public Task<CommitResult> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken)
        {
            Count();
            return inner.CommitAsync(batch, cancellationToken);
        }

        private void Count()
        {
            if (Interlocked.Increment(ref operations) is 2 or 4 or 8 or 16)
            {
                split();
            }
        }
    }
}
