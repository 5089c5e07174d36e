using Azure.Core;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Configuration;
using SalesPerf.Platform.Documents.Cosmos;

namespace SalesPerf.Functions.Azure;

/// <summary>
/// Clients from settings, by the convention of the triggers: <c>{name}__{address}</c> is reached by identity; a setting <c>{name}</c> alone is
/// a connection string, for emulators.
/// </summary>
internal static class AzureConnections
{
    public static ServiceBusClient ServiceBus(IConfiguration configuration, TokenCredential credential)
    {
        var options = new ServiceBusClientOptions
        {
            // Whoever sends gives up after ten seconds altogether: two tries, or more where the broker fails at once.
            RetryOptions = new ServiceBusRetryOptions { TryTimeout = TimeSpan.FromSeconds(5), MaxRetries = 3, MaxDelay = TimeSpan.FromSeconds(2) },
        };
        return configuration[Queues.Connection] is { Length: > 0 } connectionString
            ? new ServiceBusClient(connectionString, options)
            : new ServiceBusClient(Address(configuration, Queues.Connection, "fullyQualifiedNamespace"), credential, options);
    }

    public static CosmosClient Cosmos(IConfiguration configuration, TokenCredential credential)
    {
        var options = CosmosContainer.ClientOptions();
        return configuration["Cosmos"] is { Length: > 0 } connectionString
            ? new CosmosClient(connectionString, options)
            : new CosmosClient(Address(configuration, "Cosmos", "accountEndpoint"), credential, options);
    }

    private static string Address(IConfiguration configuration, string name, string address) =>
        configuration[$"{name}:{address}"] is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"The setting {name}__{address} is missing.");
}
