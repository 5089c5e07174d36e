using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SalesPerf.Functions.Pages;

namespace SalesPerf.Functions.Digests;

/// <summary>What digests are made of.</summary>
public static class DigestServices
{
    public static IServiceCollection AddDigests(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(PublicAddress.Of(configuration));
        services.TryAddSingleton<DigestInputs>();
        return services;
    }
}
