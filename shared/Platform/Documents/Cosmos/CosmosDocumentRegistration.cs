using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SalesPerf.Platform.Documents.Cosmos;

/// <summary>Registers the document store on Azure Cosmos DB.</summary>
public static class CosmosDocumentRegistration
{
    /// <summary>Keeps documents in an existing container. The client is made once, when the store is first asked for.</summary>
    public static IServiceCollection AddCosmosDocuments(
        this IServiceCollection services,
        Func<IServiceProvider, CosmosClient> client,
        string database = CosmosContainer.DefaultName,
        string container = CosmosContainer.DefaultName)
    {
        services.TryAddSingleton(client);
        services.TryAddSingleton<IDocumentStore>(provider =>
            new CosmosDocumentStore(provider.GetRequiredService<CosmosClient>().GetContainer(database, container)));
        return services;
    }
}
