using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SalesPerf.Functions.Schedules;

/// <summary>Registers what timer functions share.</summary>
public static class ScheduleServices
{
    public static IServiceCollection AddSchedules(this IServiceCollection services)
    {
        services.TryAddScoped<RequestedRun>();
        services.TryAddScoped<Occurrences>();
        return services;
    }
}
