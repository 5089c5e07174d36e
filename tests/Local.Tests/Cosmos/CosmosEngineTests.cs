using System.Net;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.CosmosLoopback;
using SalesPerf.CosmosLoopback.Faults;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Documents.Cosmos;
using OperationKind = SalesPerf.CosmosLoopback.OperationKind;

namespace SalesPerf.Local.Tests.Cosmos;

/// <summary>The host with its documents in an account of Cosmos DB.</summary>
public sealed class CosmosEngineTests : IAsyncLifetime, IDisposable
{
    private static readonly Document Note = new("p", "a", "note", DateTimeOffset.UnixEpoch, 1, "{}"u8.ToArray());

    private readonly TemporaryFolder folder = new();
    private LoopbackAccount? account;

    private LoopbackAccount Account => account ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() => account = await LoopbackAccount.StartAsync();

    public async Task DisposeAsync() => await Account.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Given_an_empty_account_when_the_host_starts_then_database_and_container_are_made_and_documents_outlive_the_data_folder()
    {
        await using (var host = await RunningHost.InMemoryAsync(Options("one", Account)))
        {
            await host.App.Services.GetRequiredService<IDocumentStore>().CommitAsync(new DocumentBatch("p").Create(Note), default);
            Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync(new Uri("/api/v1/health", UriKind.Relative))).StatusCode);
        }

        using var client = Account.CreateClient();
        ContainerProperties made = await client.GetContainer("salesperf", "salesperf").ReadContainerAsync();
        Assert.Equal(("/pk", -1), (made.PartitionKeyPath, made.DefaultTimeToLive));
        Assert.Equal(["/pk/?", "/sort/?"], made.IndexingPolicy.IncludedPaths.Select(path => path.Path));
        Assert.Contains("/*", made.IndexingPolicy.ExcludedPaths.Select(path => path.Path));

        await using var second = await RunningHost.InMemoryAsync(Options("two", Account));
        Assert.NotNull(await second.App.Services.GetRequiredService<IDocumentStore>().ReadAsync("p", "a", default));
    }

    [Fact]
    public async Task Given_an_account_that_loses_its_first_answers_and_is_busy_when_the_host_starts_then_it_waits_for_it()
    {
        Account.Faults.Add(new LoopbackFault { Kind = FaultKind.LoseResponse, Times = 5, When = operation => operation.Kind == OperationKind.Metadata });
        Account.Faults.Add(new LoopbackFault { Kind = FaultKind.Answer, Status = 503, Times = 5, When = operation => operation.Kind == OperationKind.Metadata });
        await using var host = await RunningHost.InMemoryAsync(Options("one", Account));
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync(new Uri("/api/v1/health", UriKind.Relative))).StatusCode);
        Assert.Equal(0, Account.Faults.Waiting);
    }

    [Fact]
    public async Task Given_a_key_the_account_does_not_know_when_started_then_it_says_so_without_the_key_and_ends_with_three()
    {
        using var error = new StringWriter();
        var options = Options("one", Account);
        var key = Convert.ToBase64String("another key"u8);
        var code = await LocalCommand.RunAsync(options with { Cosmos = options.Cosmos! with { Key = key } }, TextWriter.Null, error);

        Assert.Equal(LocalCommand.DataFault, code);
        Assert.StartsWith($"The documents cannot be kept in {Account.Endpoint} (database salesperf): ", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(key, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_container_that_was_made_otherwise_when_started_then_it_is_refused()
    {
        using var client = Account.CreateClient();
        Database database = await client.CreateDatabaseAsync("salesperf");
        await database.CreateContainerAsync(new ContainerProperties("salesperf", "/pk"));
        Assert.Contains("its default time to live is not -1", await RefusedAsync(Account), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_an_account_that_hides_commits_from_their_reader_when_started_then_it_is_refused()
    {
        await using var eventual = await LoopbackAccount.StartAsync(new LoopbackOptions { Consistency = ConsistencyLevel.Eventual });
        Assert.Contains("its default consistency is Eventual, and Strong or Session is needed.", await RefusedAsync(eventual), StringComparison.Ordinal);
    }

    [Fact]
    public void Given_containers_when_looked_at_then_what_is_not_as_needed_is_named()
    {
        Assert.Null(CosmosContainer.Mismatch(CosmosContainer.Properties()));
        Assert.Null(CosmosContainer.Mismatch(new ContainerProperties("c", "/pk") { DefaultTimeToLive = -1, IndexingPolicy = { IncludedPaths = { new IncludedPath { Path = "/*" } } } }));
        Assert.Contains("/id", CosmosContainer.Mismatch(new ContainerProperties("c", "/id")), StringComparison.Ordinal);
        var bare = CosmosContainer.Properties();
        bare.IndexingPolicy.IncludedPaths.RemoveAt(1);
        Assert.Contains("/sort/?", CosmosContainer.Mismatch(bare), StringComparison.Ordinal);
    }

    private LocalOptions Options(string data, LoopbackAccount where) => new()
    {
        Data = folder.Inside(data),
        Urls = "http://127.0.0.1:0",
        IsQuiet = true,
        RunsTimers = false,
        Cosmos = new CosmosAccount(where.Endpoint, where.Key),
    };

    private async Task<string> RefusedAsync(LoopbackAccount where)
    {
        using var error = new StringWriter();
        Assert.Equal(LocalCommand.DataFault, await LocalCommand.RunAsync(Options("one", where), TextWriter.Null, error));
        return error.ToString();
    }
}
