using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SalesPerf.Functions.Commissions;
using SalesPerf.Functions.Commissions.Calculated;
using SalesPerf.Functions.Competencies;

namespace SalesPerf.Functions.Runs;

/// <summary>The kinds of runs there are, and what begins one when it is asked for.</summary>
public static class RunServices
{
    public static IServiceCollection AddRuns(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<RunsOfKind, ForecastRuns>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<RunsOfKind, EvaluationRuns>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<RunsOfKind, DigestRuns>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<RunsOfKind, RemapRuns>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<RunsOfKind, ErasureRuns>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<RunsOfKind, CloseRuns>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<RunsOfKind, CalculationRuns>());
        services.TryAddScoped<ScheduleForecasts>();
        services.TryAddScoped<ScheduleCalculations>();
        services.TryAddScoped<ScheduleEvaluations>();
        return services;
    }
}
