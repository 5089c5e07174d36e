using Microsoft.Azure.Cosmos;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Documents.Cosmos;

namespace SalesPerf.CosmosLoopback;

/// <summary>
/// The one place where tests of behaviour choose their store: with <c>SALESPERF_TEST_STORE=cosmos</c> in the environment the documents are in an
/// account on loopback, reached through the SDK, instead of in SQLite.
/// </summary>
public static class TestStore
{
    public const string Setting = "SALESPERF_TEST_STORE";

    private static readonly Lazy<LoopbackAccount> Shared = new(() => Task.Run(() => LoopbackAccount.StartAsync(new LoopbackOptions { PhysicalPartitions = 3 })).GetAwaiter().GetResult());

    private static readonly Lazy<CosmosClient> Client = new(() => Account.CreateClient(CosmosContainer.ClientOptions(ConnectionMode.Gateway)));

    private static int containers;

    public static bool IsCosmos { get; } = Environment.GetEnvironmentVariable(Setting) switch
    {
        null or "" or "sqlite" => false,
        "cosmos" => true,
        var other => throw new InvalidOperationException($"{Setting} is sqlite or cosmos, not {other}."),
    };

    /// <summary>The account of this process, begun when first asked for; it ends with the process.</summary>
    public static LoopbackAccount Account => Shared.Value;

    /// <summary>A store of its own in that account.</summary>
    public static IDocumentStore NewCosmos() => new CosmosDocumentStore(
        Task.Run(() => CosmosContainer.CreateAsync(Client.Value, "stores", $"store-{Interlocked.Increment(ref containers)}", default)).GetAwaiter().GetResult());
}
