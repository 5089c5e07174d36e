using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Documents.Cosmos;
using SalesPerf.TestKit;

namespace SalesPerf.Platform.Tests.Documents.Cosmos;

/// <summary>The contract, met through the SDK for the one who writes and reads in one session, on the least helpful account there is.</summary>
public sealed class LaggingCosmosContractTests(LaggingCosmosFixture cosmos) : DocumentStoreContract, IClassFixture<LaggingCosmosFixture>, IAsyncLifetime
{
    private IDocumentStore? store;

    protected override FakeTimeProvider Clock => cosmos.Clock;

    protected override IDocumentStore Store => store ?? throw new InvalidOperationException("Not started.");

    protected override bool PagesAreSnapshots => false;

    public async Task InitializeAsync() => store = new CosmosDocumentStore(await cosmos.NewContainerAsync());

    public Task DisposeAsync() => Task.CompletedTask;
}
