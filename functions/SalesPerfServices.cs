using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Bookkeeping;
using SalesPerf.Functions.Commissions;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Digests;
using SalesPerf.Functions.Health;
using SalesPerf.Functions.Notifications;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Runs;
using SalesPerf.Functions.Schedules;

namespace SalesPerf.Functions;

/// <summary>What both hosts register: everything but the engines behind the ports.</summary>
public static class SalesPerfServices
{
    public static IServiceCollection AddSalesPerf(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Messages.Nudges>();
        services.TryAddSingleton<Storage.Turns>();
        services.AddNotifications(configuration);
        services.TryAddSingleton<DeadLetters.DeadDocuments>();
        services.TryAddSingleton<DeadLetters.Redrive>();
        services.AddAccess(configuration);
        services.AddHealth();
        services.AddResources();
        services.AddIngestion();
        services.AddCompetencies();
        services.AddCommissions();
        services.AddBookkeeping();
        services.AddDigests(configuration);
        services.AddSchedules();
        services.AddRuns();
        return services;
    }
}
