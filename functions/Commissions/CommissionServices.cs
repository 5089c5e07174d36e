using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SalesPerf.Functions.Commissions.Agreements;
using SalesPerf.Functions.Commissions.Entered;

namespace SalesPerf.Functions.Commissions;

/// <summary>What forecasts are made of.</summary>
public static class CommissionServices
{
    public static IServiceCollection AddCommissions(this IServiceCollection services)
    {
        services.TryAddSingleton<ReadPersonDeals>();
        services.TryAddSingleton<MakeForecast>();
        services.TryAddSingleton<AgreementBooks>();
        services.TryAddSingleton<OfferAgreements>();
        services.TryAddSingleton<EnteredValues>();
        services.TryAddSingleton<EnteredValueRoutes>();
        services.TryAddSingleton<MakeStatement>();
        services.TryAddSingleton<Calculated.ReadFingerprints>();
        services.TryAddSingleton<Calculated.ReadCalculated>();
        services.TryAddSingleton<ReadOpenDeals>();
        services.TryAddSingleton<ReadForecasts>();
        services.TryAddSingleton<ReadTeamForecasts>();
        return services;
    }
}
