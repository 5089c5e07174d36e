using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Documents.Cosmos;
using SalesPerf.TestKit;

namespace SalesPerf.Platform.Tests.Documents.Cosmos;

/// <summary>The contract, met through the SDK.</summary>
public sealed class CosmosDocumentStoreContractTests(CosmosFixture cosmos) : DocumentStoreContract, IClassFixture<CosmosFixture>, IAsyncLifetime
{
    private IDocumentStore? store;

    protected override FakeTimeProvider Clock => cosmos.Clock;

    protected override IDocumentStore Store => store ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() => store = new CosmosDocumentStore(await cosmos.NewContainerAsync());

    public Task DisposeAsync() => Task.CompletedTask;
}
