using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SalesPerf.Functions.Commissions;

/// <summary>What forecasts are made of.</summary>
public static class CommissionServices
{
    public static IServiceCollection AddCommissions(this IServiceCollection services)
    {
        services.TryAddSingleton<ReadPersonDeals>();
        services.TryAddSingleton<MakeForecast>();
        services.TryAddSingleton<MakeStatement>();
        services.TryAddSingleton<ReadOpenDeals>();
        services.TryAddSingleton<ReadForecasts>();
        services.TryAddSingleton<ReadTeamForecasts>();
        return services;
    }
}
