using Microsoft.Azure.Cosmos;

namespace SalesPerf.Platform.Documents.Cosmos;

/// <summary>The client and the container as the store needs them. On Azure infra/ creates the container; this is for tests and emulators.</summary>
public static class CosmosContainer
{
    public const string DefaultName = "salesperf";

    /// <summary>Options of the one client: no content in answers to writes, 429 waited for, nothing waits longer than 10 seconds for an answer.</summary>
    /// <param name="mode">Direct inside Azure; Gateway, plain HTTP to the endpoint alone, for an emulator or from behind a firewall.</param>
    public static CosmosClientOptions ClientOptions(ConnectionMode mode = ConnectionMode.Direct) => new()
    {
        ApplicationName = "SalesPerf",
        ConnectionMode = mode,

        // One region, and no other to turn to. Otherwise the SDK sends a commit again after a broken connection, and what the first one did
        // would come back as a refusal.
        LimitToEndpoint = true,
        EnableContentResponseOnWrite = false,
        RequestTimeout = TimeSpan.FromSeconds(10),
        MaxRetryAttemptsOnRateLimitedRequests = 9,
        MaxRetryWaitTimeOnRateLimitedRequests = TimeSpan.FromSeconds(8),
        UseSystemTextJsonSerializerWithOptions = System.Text.Json.JsonSerializerOptions.Default,
    };

    /// <summary>Partitioned by <c>/pk</c>; indexed are <c>/pk</c> and <c>/sort</c> and nothing else; documents expire only when they say so.</summary>
    public static ContainerProperties Properties(string container = DefaultName) => new(container, "/pk")
    {
        DefaultTimeToLive = -1,
        IndexingPolicy = new IndexingPolicy
        {
            IncludedPaths = { new IncludedPath { Path = "/pk/?" }, new IncludedPath { Path = "/sort/?" } },
            ExcludedPaths = { new ExcludedPath { Path = "/*" } },
        },
    };

    /// <summary>What about a container is not as the store needs it; null when all is.</summary>
    public static string? Mismatch(ContainerProperties properties)
    {
        var wanted = Properties(properties.Id);
        return properties.PartitionKeyPath != wanted.PartitionKeyPath ? $"its partition key is {properties.PartitionKeyPath}, not {wanted.PartitionKeyPath}."
            : properties.DefaultTimeToLive != wanted.DefaultTimeToLive ? "its default time to live is not -1: documents would expire unasked, or never."
            : wanted.IndexingPolicy.IncludedPaths.FirstOrDefault(path => !Indexes(properties.IndexingPolicy, path.Path)) is { } path ? $"its index policy lacks {path.Path}."
            : null;
    }

    /// <summary>Creates database and container where they are missing.</summary>
    public static async Task<Container> CreateAsync(CosmosClient client, string database, string container, CancellationToken cancellationToken)
    {
        var created = await client.CreateDatabaseIfNotExistsAsync(database, cancellationToken: cancellationToken).ConfigureAwait(false);
        return await created.Database.CreateContainerIfNotExistsAsync(Properties(container), cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private static bool Indexes(IndexingPolicy policy, string path) =>
        policy.IndexingMode == IndexingMode.Consistent && policy.IncludedPaths.Any(included => included.Path == path || included.Path == "/*");
}
