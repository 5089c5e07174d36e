using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SalesPerf.Platform.Documents.Cosmos;
using SalesPerf.Platform.Email;
using SalesPerf.Platform.Email.Smtp;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Azure;

/// <summary>The engines behind the ports on Azure.</summary>
internal static class AzureEngines
{
    public static IServiceCollection AddAzureEngines(this IServiceCollection services, IConfiguration configuration)
    {
        // Which identity is the environment's business: AZURE_TOKEN_CREDENTIALS and AZURE_CLIENT_ID on Azure, a developer's login elsewhere.
        var credential = new DefaultAzureCredential();
        services.TryAddSingleton<TokenCredential>(credential);
        services.AddKeyRing(configuration, credential);
        services.TryAddSingleton(_ => AzureConnections.ServiceBus(configuration, credential));
        services.TryAddSingleton<ServiceBusMessageBus>();
        services.TryAddSingleton<IMessageBus>(provider => provider.GetRequiredService<ServiceBusMessageBus>());
        services.TryAddSingleton<IQueueAges>(provider => provider.GetRequiredService<ServiceBusMessageBus>());
        services.AddCosmosDocuments(_ => AzureConnections.Cosmos(configuration, credential));
        if (SmtpOptions.Read(configuration) is { } smtp)
        {
            services.AddSmtpEmail(smtp);
        }

        services.TryAddSingleton<IEmailSender, UnconfiguredEmailSender>();
        return services;
    }
}
