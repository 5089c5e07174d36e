using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Health;

/// <summary>Registers what health is read from.</summary>
public static class HealthServices
{
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.TryAddSingleton<StoreCounters>();
        services.TryAddSingleton<SendingCounters>();
        services.TryAddSingleton<Liveness>();
        services.TryAddSingleton<QueueReadings>();
        services.TryAddSingleton<HealthMetrics>();
        services.TryAddSingleton<FunctionRuns>();
        return services;
    }

    /// <summary>Counts the operations of the engine registered last. A host calls it after its engines.</summary>
    public static IServiceCollection CountStoreOperations(this IServiceCollection services) =>
        services.Decorate<IDocumentStore>((engine, provider) => new CountedDocuments(engine, provider.GetRequiredService<StoreCounters>()));

    /// <summary>Counts the sendings of the bus registered last. A host calls it after its engines.</summary>
    public static IServiceCollection CountSendings(this IServiceCollection services) =>
        services.Decorate<IMessageBus>((engine, provider) => new CountedMessages(engine, provider.GetRequiredService<SendingCounters>()));

    /// <summary>Makes operations on the store and sendings part of traces. A host that exports traces calls it after its engines.</summary>
    public static IServiceCollection TraceEngines(this IServiceCollection services) => services
        .Decorate<IDocumentStore>((engine, _) => new TracedDocuments(engine))
        .Decorate<IMessageBus>((engine, _) => new TracedMessages(engine));

    /// <summary>Uptime counts from here. A host calls it once it is built.</summary>
    public static void StartUptime(this IServiceProvider services) => services.GetRequiredService<Liveness>();

    /// <summary>From here on metrics can be collected. A host that exports them calls it once it is built.</summary>
    public static void StartMetrics(this IServiceProvider services) => services.GetRequiredService<HealthMetrics>();

    private static IServiceCollection Decorate<T>(this IServiceCollection services, Func<T, IServiceProvider, T> wrap)
        where T : class
    {
        var engine = services.Last(service => service.ServiceType == typeof(T));
        services.Remove(engine);
        return services.AddSingleton(provider => wrap(Create<T>(engine, provider), provider));
    }

    private static T Create<T>(ServiceDescriptor engine, IServiceProvider provider) =>
        (T)(engine.ImplementationInstance
            ?? engine.ImplementationFactory?.Invoke(provider)
            ?? ActivatorUtilities.CreateInstance(provider, engine.ImplementationType ?? throw new InvalidOperationException($"{typeof(T).Name} has no implementation.")));
}
