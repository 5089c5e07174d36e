using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Health;

/// <summary>Registers what health is read from.</summary>
public static class HealthServices
{
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.TryAddSingleton<StoreCounters>();
        services.TryAddSingleton<Liveness>();
        return services;
    }

    /// <summary>Counts the operations of the engine registered last. A host calls it after its engines.</summary>
    public static IServiceCollection CountStoreOperations(this IServiceCollection services)
    {
        var engine = services.Last(service => service.ServiceType == typeof(IDocumentStore));
        services.Remove(engine);
        return services.AddSingleton<IDocumentStore>(provider => new CountedDocuments(Create(engine, provider), provider.GetRequiredService<StoreCounters>()));
    }

    /// <summary>Uptime counts from here. A host calls it once it is built.</summary>
    public static void StartUptime(this IServiceProvider services) => services.GetRequiredService<Liveness>();

    private static IDocumentStore Create(ServiceDescriptor engine, IServiceProvider provider) =>
        (IDocumentStore)(engine.ImplementationInstance
            ?? engine.ImplementationFactory?.Invoke(provider)
            ?? ActivatorUtilities.CreateInstance(provider, engine.ImplementationType ?? throw new InvalidOperationException("The store has no implementation.")));
}
