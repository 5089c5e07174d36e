using Microsoft.Azure.Cosmos;

namespace SalesPerf.CosmosLoopback;

/// <summary>The SDK's clients of an account.</summary>
public static class LoopbackClients
{
    /// <summary>A client with the options given, in gateway mode whatever they say.</summary>
    public static CosmosClient CreateClient(this LoopbackAccount account, CosmosClientOptions? options = null)
    {
        options ??= new();
        options.ConnectionMode = ConnectionMode.Gateway;
        return new CosmosClient(account.Endpoint.ToString(), account.Key, options);
    }
}
