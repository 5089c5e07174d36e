using Microsoft.Azure.Cosmos;
using SalesPerf.CosmosLoopback;
using SalesPerf.Platform.Documents.Cosmos;
using SalesPerf.TestKit;

namespace SalesPerf.Platform.Tests.Documents.Cosmos;

/// <summary>An account and the one client of it, for all tests of a class; each has a container of its own.</summary>
public class CosmosFixture : IAsyncLifetime
{
    private LoopbackAccount? account;
    private CosmosClient? client;
    private int containers;

    public FakeTimeProvider Clock { get; } = new();

    public LoopbackAccount Account => account ?? throw new InvalidOperationException("Not started.");

    protected virtual LoopbackOptions Options => new();

    public async Task InitializeAsync()
    {
        account = await LoopbackAccount.StartAsync(Options with { Clock = Clock });
        client = NewClient();
    }

    public CosmosClient NewClient() => Account.CreateClient(CosmosContainer.ClientOptions(ConnectionMode.Gateway));

    public Task<Container> NewContainerAsync() =>
        CosmosContainer.CreateAsync(client!, "tests", $"container-{Interlocked.Increment(ref containers)}", CancellationToken.None);

    public async Task DisposeAsync()
    {
        client?.Dispose();
        await Account.DisposeAsync();
    }
}
