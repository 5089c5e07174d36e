using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SalesPerf.Functions.People;

namespace SalesPerf.Functions.Directory;

/// <summary>Registers the model cache.</summary>
public static class DirectoryServices
{
    /// <summary>Needs an <c>IDocumentStore</c>, a <see cref="TimeProvider"/> and Data Protection.</summary>
    public static IServiceCollection AddDirectory(this IServiceCollection services)
    {
        services.AddDataProtection();
        services.TryAddSingleton<OwnerPseudonym>();
        services.TryAddSingleton<ModelReader>();
        services.TryAddSingleton<ModelDirectory>();
        return services;
    }
}
