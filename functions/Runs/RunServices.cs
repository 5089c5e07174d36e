using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SalesPerf.Functions.Runs;

/// <summary>The kinds of runs there are.</summary>
public static class RunServices
{
    public static IServiceCollection AddRuns(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<RunsOfKind, ForecastRuns>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<RunsOfKind, EvaluationRuns>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<RunsOfKind, DigestRuns>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<RunsOfKind, RemapRuns>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<RunsOfKind, ErasureRuns>());
        return services;
    }
}
