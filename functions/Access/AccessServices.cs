using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SalesPerf.Functions.Access.Oidc;

namespace SalesPerf.Functions.Access;

/// <summary>Registers keys, authentication and authorisation.</summary>
public static class AccessServices
{
    /// <summary>Needs an <c>IDocumentStore</c>, a <see cref="TimeProvider"/> and the directory. Where Data Protection keeps its keys is the host's.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddDataProtection();
        services.AddOptions<AccessOptions>()
            .Configure(options =>
            {
                options.DemoCookie = configuration.GetSection("Access").GetValue<bool>(nameof(AccessOptions.DemoCookie));
                options.AdminKey = configuration[AccessOptions.AdminKeySetting];
                options.Oidc = OidcOptions.Read(configuration);
            })
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AccessOptions>, AccessOptionsCheck>());
        services.TryAddSingleton<ApiKeys>();
        services.TryAddSingleton<KeyUses>();
        services.TryAddSingleton(provider => Options(provider).Oidc ?? throw new InvalidOperationException("No issuer of tokens is set."));
        services.TryAddSingleton<IssuerKeys>();
        services.TryAddSingleton<BearerTokens>();
        services.TryAddSingleton<TokenPrincipals>();
        services.TryAddSingleton(provider => new Authentication(
            provider.GetRequiredService<ApiKeys>(),
            provider.GetRequiredService<IOptions<AccessOptions>>(),
            Options(provider).Oidc is null ? null : provider.GetRequiredService<TokenPrincipals>(),
            provider.GetRequiredService<KeyUses>()));
        services.TryAddSingleton<Authorize>();
        services.TryAddSingleton<AccessLog>();
        services.TryAddSingleton<SourceSecretStore>();
        return services;
    }

    private static AccessOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<AccessOptions>>().Value;

    private sealed class AccessOptionsCheck : IValidateOptions<AccessOptions>
    {
        public ValidateOptionsResult Validate(string? name, AccessOptions options) =>
            AccessOptions.Fault(options) is { } fault
                ? ValidateOptionsResult.Fail(fault)
                : ValidateOptionsResult.Success;
    }
}
